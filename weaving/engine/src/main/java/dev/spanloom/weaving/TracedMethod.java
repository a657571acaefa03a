package dev.spanloom.weaving;

import dev.spanloom.internal.woven.MethodSpec;
import net.bytebuddy.jar.asm.Type;

/**
 * A method to trace.
 *
 * @param name of the method
 * @param descriptor of the method
 * @param spec what its code will say of it
 */
record TracedMethod(String name, String descriptor, MethodSpec spec) {
  /** Whether its parameters are handed over at all; none of them is recorded as no inputs. */
  boolean needsArguments() {
    return spec.capturesInputs();
  }

  /** Whether another object may be returned in place of the method's own. */
  boolean mayReplaceResult() {
    return !spec.keepsResult();
  }

  boolean returnsNothing() {
    return Type.getReturnType(descriptor).getSort() == Type.VOID;
  }
}
