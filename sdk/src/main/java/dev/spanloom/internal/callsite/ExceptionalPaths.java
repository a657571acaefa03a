package dev.spanloom.internal.callsite;

import dev.spanloom.internal.callsite.ClassCode.Callee;
import dev.spanloom.internal.callsite.ClassCode.Method;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finds the places where compilers close a resource because an exception leaves its block.
 *
 * <p>A call of {@code close()} is such a place when
 *
 * <ol>
 *   <li>it is reached, by steps that throw nothing, from the beginning of an exception handler that
 *       stores the exception in a local variable;
 *   <li>what it closes comes straight from a local variable that has its value from before the
 *       handler: a resource that is opened within the handler is judged by its own handler;
 *   <li>whichever way the code goes on from it, as long as nothing throws, ends in throwing that
 *       exception on: the one that was caught, a copy of the reference to it, or one that it was
 *       added to as suppressed;
 *   <li>it is not reached without an exception.
 * </ol>
 *
 * <p>That holds for what javac and ecj make of try-with-resources and of {@code finally}, whatever
 * stands beside the {@code close()} in it, and for what kotlinc makes of {@code use}, where the
 * call is one of {@code closeFinally}. It does not hold for a handler that returns, goes on, or
 * throws another exception.
 */
final class ExceptionalPaths {
  /** Instructions that are looked at in one class; what is not reached by then is not found. */
  private static final int MAX_STEPS = 500_000;

  private final ClassCode code;
  private final List<CloseSites.Site> found = new ArrayList<>();
  private int stepsLeft = MAX_STEPS;

  private ExceptionalPaths(ClassCode code) {
    this.code = code;
  }

  static List<CloseSites.Site> in(ClassCode code) throws IOException {
    ExceptionalPaths paths = new ExceptionalPaths(code);
    for (Method method : code.methods()) {
      if (paths.stepsLeft > 0) {
        paths.lookInto(method);
      }
    }
    return paths.found;
  }

  private void lookInto(Method method) throws IOException {
    try {
      Instructions instructions = new Instructions(code, method);
      if (hasClose(instructions)) {
        BitSet usual = reachedFrom(0, instructions);
        BitSet sites = new BitSet();
        for (int handler : method.handlers()) {
          sites.or(new HandlerPaths(code, instructions, handler, this::step).exceptionalCloses());
        }
        sites.andNot(usual);
        sites.stream().forEach(index -> found.add(site(method, instructions, index)));
      }
    } catch (RuntimeException e) {
      // code that cannot be followed; the other methods of the class may be followed
    }
  }

  private CloseSites.Site site(Method method, Instructions instructions, int index) {
    return new CloseSites.Site(
        method.name(),
        method.descriptor(),
        index,
        method.line(index),
        instructions.operation(index) == Instructions.INVOKESTATIC);
  }

  private boolean hasClose(Instructions instructions) throws IOException {
    for (int index = 0; index < instructions.end(); index += instructions.length(index)) {
      step();
      if (closes(code, instructions, index)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the instruction calls a method that closes. */
  static boolean closes(ClassCode code, Instructions instructions, int index) throws IOException {
    return switch (instructions.operation(index)) {
      case Instructions.INVOKEVIRTUAL, Instructions.INVOKEINTERFACE ->
          code.callee(instructions.method(index)) == Callee.CLOSE;
      case Instructions.INVOKESTATIC ->
          code.callee(instructions.method(index)) == Callee.CLOSE_FINALLY;
      default -> false;
    };
  }

  private BitSet reachedFrom(int first, Instructions instructions) {
    BitSet reached = new BitSet();
    List<Integer> open = new ArrayList<>(List.of(first));
    while (!open.isEmpty()) {
      int index = open.remove(open.size() - 1);
      if (!reached.get(index)) {
        step();
        reached.set(index);
        for (int next : instructions.next(index)) {
          open.add(next);
        }
      }
    }
    return reached;
  }

  private void step() {
    if (--stepsLeft < 0) {
      throw new IllegalStateException("too much code");
    }
  }
}
