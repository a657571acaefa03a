package dev.spanloom.weaving;

import dev.spanloom.internal.woven.MethodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Whether an annotation can be honoured; if not, what to do instead. */
final class TraceChecks {
  private TraceChecks() {}

  /**
   * What is wrong, empty when nothing is.
   *
   * @param own whether the annotation stands at the method itself
   */
  static List<String> messages(
      MethodOutline method, TraceValues values, boolean own, ClassSource others) {
    List<String> messages = new ArrayList<>();
    if (method.isConstructor()) {
      messages.add(
          "@Trace on a constructor (expected: a method with code). Trace a static method that calls"
              + " the constructor, or open a span inside it");
    } else if (method.is(Opcodes.ACC_ABSTRACT)) {
      messages.add(
          "@Trace on an abstract method (expected: a method with code). Annotate the methods that"
              + " implement it, or call it through Mlflow.tracedProxy");
    } else if (method.is(Opcodes.ACC_NATIVE)) {
      messages.add(
          "@Trace on a native method (expected: a method with code). Trace a method that calls it");
    }
    Double ratio = values.samplingRatio();
    if (ratio != null && !(ratio <= 1)) {
      messages.add("@Trace(samplingRatio = " + ratio + ") (expected: 0 to 1, or -1 for unset)");
    }
    String destination = values.destination();
    if (destination != null && destination.split("\\.", -1).length > 2) {
      messages.add(
          "@Trace(destination = \""
              + destination
              + "\") (expected: an experiment id, or catalog.schema)");
    }
    if (values.attributes().keySet().stream().anyMatch(String::isBlank)) {
      messages.add("@Trace.Attribute with an empty key (expected: a name)");
    }
    String reducer = values.reducer();
    if (reducer != null) {
      reducerMessage(reducer, method, own, others).ifPresent(messages::add);
    }
    return messages;
  }

  private static Optional<String> reducerMessage(
      String reducer, MethodOutline method, boolean own, ClassSource others) {
    String shown = "@Trace(outputReducer = " + simpleName(reducer) + ".class)";
    if (own && !MethodSpec.isWatched(method.returnType().getClassName())) {
      return Optional.of(
          shown
              + " on a method that returns "
              + method.returnType().getClassName()
              + " (expected: Stream, Iterator, Flow.Publisher, Mono or Flux, whose items it would"
              + " reduce). Remove it");
    }
    Optional<byte[]> classFile = others.find(reducer);
    if (classFile.isEmpty()) {
      return Optional.of(shown + ": the class " + reducer.replace('/', '.') + " is not found");
    }
    ReducerOutline outline = new ReducerOutline();
    new ClassReader(classFile.get())
        .accept(outline, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return outline.canBeMade
        ? Optional.empty()
        : Optional.of(
            shown
                + " cannot be made (expected: a class that is not abstract, not an inner class of an"
                + " object, and has a constructor without parameters)");
  }

  private static String simpleName(String internalName) {
    return internalName.substring(internalName.lastIndexOf('/') + 1).replace('$', '.');
  }

  /** Whether objects of a class can be made. */
  private static final class ReducerOutline extends ClassVisitor {
    private boolean isAbstract;
    private boolean canBeMade;

    private ReducerOutline() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      isAbstract = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) != 0;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (name.equals("<init>") && descriptor.equals("()V")) {
        canBeMade = !isAbstract;
      }
      return null;
    }
  }
}
