package dev.spanloom.internal.callsite;

import dev.spanloom.internal.callsite.ClassCode.Callee;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the code from the beginning of one exception handler, as long as nothing throws, and
 * notes at each instruction what is certain whichever way it was reached. Not thread-safe.
 */
final class HandlerPaths {
  private final ClassCode code;
  private final Instructions instructions;
  private final int handler;
  private final Runnable step;
  private final Map<Integer, Known> known = new HashMap<>();
  private final Deque<Integer> open = new ArrayDeque<>();

  HandlerPaths(ClassCode code, Instructions instructions, int handler, Runnable step) {
    this.code = code;
    this.instructions = instructions;
    this.handler = handler;
    this.step = step;
  }

  /** What is certain before an instruction. */
  private static final class Known {
    /** Local variables that may have got their value within the handler. */
    private final BitSet stored;

    /** Local variables with the exception that was caught, or with what stands for it. */
    private final BitSet caught;

    /** The local variables that were loaded last, onto the top of the stack and below. */
    private int top = Instructions.NO_LOCAL;

    private int below = Instructions.NO_LOCAL;

    private Known(BitSet stored, BitSet caught) {
      this.stored = stored;
      this.caught = caught;
    }

    private Known copy() {
      Known copy = new Known((BitSet) stored.clone(), (BitSet) caught.clone());
      copy.top = top;
      copy.below = below;
      return copy;
    }

    /** Keeps what is certain on both ways; true when that is less than before. */
    private boolean meet(Known other) {
      Known before = copy();
      stored.or(other.stored);
      caught.and(other.caught);
      top = top == other.top ? top : Instructions.NO_LOCAL;
      below = below == other.below ? below : Instructions.NO_LOCAL;
      return !stored.equals(before.stored)
          || !caught.equals(before.caught)
          || top != before.top
          || below != before.below;
    }

    private void push(int local) {
      below = top;
      top = local;
    }

    private void clearStack() {
      top = Instructions.NO_LOCAL;
      below = Instructions.NO_LOCAL;
    }

    private boolean isCaught(int local) {
      return local != Instructions.NO_LOCAL && caught.get(local);
    }
  }

  /**
   * Where something is closed that was there before the handler, and then the exception is thrown
   * on.
   */
  BitSet exceptionalCloses() throws IOException {
    BitSet closes = new BitSet();
    if (!instructions.storesReference(handler)) {
      return closes; // the exception is dropped
    }
    int exception = instructions.stored(handler);
    Known first = new Known(new BitSet(), new BitSet());
    first.stored.set(exception);
    first.caught.set(exception);
    arrive(handler + instructions.length(handler), first);
    while (!open.isEmpty()) {
      int index = open.remove();
      goOn(index);
    }
    for (Map.Entry<Integer, Known> place : known.entrySet()) {
      int index = place.getKey();
      if (ExceptionalPaths.closes(code, instructions, index)
          && closesWhatWasThere(index, place.getValue())
          && throwsOnFrom(index)) {
        closes.set(index);
      }
    }
    return closes;
  }

  private boolean closesWhatWasThere(int index, Known at) {
    boolean byHelper = instructions.operation(index) == Instructions.INVOKESTATIC;
    int resource = byHelper ? at.below : at.top;
    return resource != Instructions.NO_LOCAL && !at.stored.get(resource);
  }

  private void arrive(int index, Known with) {
    Known there = known.get(index);
    if (there == null) {
      known.put(index, with);
      open.add(index);
    } else if (there.meet(with)) {
      open.add(index);
    }
  }

  private void goOn(int index) throws IOException {
    step.run();
    Known after = at(index).copy();
    int compared = compared(index, after);
    carryOut(index, after);
    int[] next = instructions.next(index);
    for (int i = 0; i < next.length; i++) {
      Known then = after.copy();
      if (i == 1 && compared != Instructions.NO_LOCAL) {
        then.caught.set(compared); // the branch is taken when both are the same
      }
      arrive(next[i], then);
    }
  }

  private Known at(int index) {
    Known there = known.get(index);
    if (there == null) {
      throw new IllegalStateException("nothing is known of " + index);
    }
    return there;
  }

  /** The local variable that holds the exception if the two that are compared are the same. */
  private int compared(int index, Known before) {
    if (instructions.operation(index) != Instructions.IF_ACMPEQ) {
      return Instructions.NO_LOCAL;
    }
    if (before.isCaught(before.top)) {
      return before.below;
    }
    return before.isCaught(before.below) ? before.top : Instructions.NO_LOCAL;
  }

  private void carryOut(int index, Known state) throws IOException {
    int loaded = instructions.loaded(index);
    int stored = instructions.stored(index);
    int operation = instructions.operation(index);
    if (loaded != Instructions.NO_LOCAL) {
      state.push(loaded);
    } else if (stored != Instructions.NO_LOCAL) {
      store(index, stored, state);
    } else if (operation == Instructions.ACONST_NULL) {
      state.push(Instructions.NO_LOCAL);
    } else if (operation != Instructions.CHECKCAST && operation != Instructions.NOP) {
      if (operation == Instructions.INVOKEVIRTUAL
          && code.callee(instructions.method(index)) == Callee.ADD_SUPPRESSED
          && state.below != Instructions.NO_LOCAL
          && state.isCaught(state.top)) {
        state.caught.set(state.below);
      }
      state.clearStack();
    }
  }

  private void store(int index, int local, Known state) {
    boolean copiesException = instructions.storesReference(index) && state.isCaught(state.top);
    state.stored.set(local);
    state.caught.set(local, copiesException);
    if (instructions.storesTwo(index)) {
      state.stored.set(local + 1);
      state.caught.clear(local + 1);
    }
    state.clearStack();
  }

  /** Whether every way from here, as long as nothing throws, ends in throwing the exception on. */
  private boolean throwsOnFrom(int first) {
    BitSet reached = new BitSet();
    List<Integer> ways = new ArrayList<>(List.of(first));
    boolean throwsOn = false;
    while (!ways.isEmpty()) {
      int index = ways.remove(ways.size() - 1);
      if (reached.get(index)) {
        continue;
      }
      step.run();
      reached.set(index);
      int[] next = instructions.next(index);
      for (int way : next) {
        ways.add(way);
      }
      if (next.length == 0) {
        Known here = at(index);
        if (instructions.operation(index) != Instructions.ATHROW || !here.isCaught(here.top)) {
          return false;
        }
        throwsOn = true;
      }
    }
    return throwsOn;
  }
}
