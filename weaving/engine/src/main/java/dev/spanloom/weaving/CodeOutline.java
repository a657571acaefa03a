package dev.spanloom.weaving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * The course of a method's code, as far as it matters for resources: which calls of {@code close()}
 * lie on an exceptional path, and where the exception is then.
 *
 * <p>The rule: a handler of any exception (or of {@code Throwable}) begins by storing the exception
 * {@code t} in a variable; the code runs on from there, without another exception, to {@code
 * close()} on a resource {@code s} that was not stored on the way; and from there to {@code throw
 * t}, with {@code t} untouched. That is what javac and ecj make of try-with-resources and of {@code
 * finally { s.close(); }}. A handler that swallows the exception never comes to the throw; a
 * resource that was opened inside the handler was stored on the way; a resource in a field counts
 * when nothing on the way can have stored it. Since the code goes on to throw {@code t}, the JVM's
 * verifier has seen that {@code t} is a Throwable at the call.
 */
final class CodeOutline extends InstructionCounter {
  private static final int NONE = -1;
  private static final int FIELD = -2;

  /** What {@link #isMergedInto} describes. */
  private static final int[] MERGE = {
    Opcodes.ASTORE,
    Opcodes.ALOAD,
    Opcodes.IFNONNULL,
    Opcodes.ALOAD,
    Opcodes.ASTORE,
    Opcodes.GOTO,
    Opcodes.ALOAD,
    Opcodes.ALOAD,
    Opcodes.IF_ACMPEQ,
    Opcodes.ALOAD,
    Opcodes.ALOAD,
    Opcodes.INVOKEVIRTUAL
  };

  private final List<Instruction> code = new ArrayList<>();
  private final Map<Label, Integer> labels = new HashMap<>();
  private final List<Label> handlers = new ArrayList<>();
  private final List<Integer> closes = new ArrayList<>();
  private boolean closesResources;
  private @Nullable Map<Integer, Integer> exceptions;

  /** One instruction; a variable's index or -1. */
  private record Instruction(int opcode, int variable, List<Label> targets) {
    boolean stores(int local) {
      return switch (opcode) {
        case Opcodes.ISTORE, Opcodes.FSTORE, Opcodes.ASTORE, Opcodes.IINC -> variable == local;
        case Opcodes.LSTORE, Opcodes.DSTORE -> variable == local || variable + 1 == local;
        default -> false;
      };
    }

    /** By itself, or in what it calls. */
    boolean mayStoreField() {
      return switch (opcode) {
        case Opcodes.PUTFIELD,
            Opcodes.PUTSTATIC,
            Opcodes.INVOKEVIRTUAL,
            Opcodes.INVOKESPECIAL,
            Opcodes.INVOKESTATIC,
            Opcodes.INVOKEINTERFACE,
            Opcodes.INVOKEDYNAMIC ->
            true;
        default -> variable == 0 && opcode == Opcodes.ASTORE;
      };
    }

    boolean goesOn() {
      return switch (opcode) {
        case Opcodes.GOTO,
            Opcodes.ATHROW,
            Opcodes.RETURN,
            Opcodes.IRETURN,
            Opcodes.LRETURN,
            Opcodes.FRETURN,
            Opcodes.DRETURN,
            Opcodes.ARETURN,
            Opcodes.TABLESWITCH,
            Opcodes.LOOKUPSWITCH,
            Opcodes.RET ->
            false;
        default -> true;
      };
    }
  }

  CodeOutline() {
    super(null);
  }

  @Override
  void instruction(int opcode, int variable, Label... targets) {
    code.add(new Instruction(opcode, variable, List.of(targets)));
  }

  @Override
  public void visitLabel(Label label) {
    labels.put(label, nextIndex());
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
    if ((type == null || type.equals("java/lang/Throwable")) && !handlers.contains(handler)) {
      handlers.add(handler);
    }
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    if (ResourceWeaving.isLiveSpanClose(opcode, owner, name, descriptor)) {
      closes.add(nextIndex());
      closesResources = true;
    } else if (ResourceWeaving.isAutoCloseableClose(opcode, owner, name, descriptor)) {
      closes.add(nextIndex());
    } else if (ResourceWeaving.isCloseFinally(opcode, owner, name, descriptor)) {
      closesResources = true;
    }
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
  }

  /** Whether there is anything to weave. */
  boolean closesResources() {
    return closesResources || !exceptions().isEmpty();
  }

  /** The variable that holds the exception at the call of {@code close()}; -1 elsewhere. */
  int exceptionAt(int instruction) {
    return exceptions().getOrDefault(instruction, -1);
  }

  private Map<Integer, Integer> exceptions() {
    Map<Integer, Integer> known = exceptions;
    if (known == null) {
      known = new HashMap<>();
      for (int close : closes) {
        for (Label handler : handlers) {
          int exception = escapingAt(close, labels.getOrDefault(handler, code.size()));
          if (exception >= 0) {
            known.put(close, exception);
          }
        }
      }
      exceptions = known;
    }
    return known;
  }

  /** The variable of the exception when the handler leads through the call to its throw, or -1. */
  private int escapingAt(int close, int handler) {
    Caught caught = caughtBy(handler);
    int receiver = receiverOf(close);
    if (caught == null || receiver == NONE || receiver == caught.variable) {
      return -1;
    }
    boolean leadsHere = reachable(caught.from, caught.variable, receiver).get(close);
    return leadsHere && isThrownAfter(close, caught.variable) ? caught.variable : -1;
  }

  /**
   * What a handler has in hand.
   *
   * @param variable of the exception
   * @param from where the code goes on
   */
  private record Caught(int variable, int from) {}

  private @Nullable Caught caughtBy(int handler) {
    if (opcode(handler) != Opcodes.ASTORE) {
      return null;
    }
    int exception = code.get(handler).variable();
    if (opcode(handler + 1) == Opcodes.ALOAD) {
      int first = code.get(handler + 1).variable();
      if (isMergedInto(first, exception, handler)) {
        return new Caught(first, handler + MERGE.length);
      }
    }
    return new Caught(exception, handler + 1);
  }

  /**
   * Where a try has several resources ecj keeps the first exception in a variable of its own:
   * {@code if (first == null) first = t; else if (first != t) first.addSuppressed(t);}.
   */
  private boolean isMergedInto(int first, int exception, int handler) {
    for (int i = 0; i < MERGE.length; i++) {
      if (opcode(handler + i) != MERGE[i]) {
        return false;
      }
    }
    return first != exception
        && code.get(handler + 3).variable() == exception
        && code.get(handler + 4).variable() == first
        && jumpsTo(handler + 2, handler + 6)
        && jumpsTo(handler + 5, handler + MERGE.length)
        && jumpsTo(handler + 8, handler + MERGE.length);
  }

  private boolean jumpsTo(int from, int to) {
    return labels.getOrDefault(code.get(from).targets().get(0), NONE) == to;
  }

  private int opcode(int index) {
    return index >= 0 && index < code.size() ? code.get(index).opcode() : NONE;
  }

  /** The variable whose value is closed; {@link #FIELD} for one of an object or class. */
  private int receiverOf(int close) {
    return switch (opcode(close - 1)) {
      case Opcodes.ALOAD -> code.get(close - 1).variable();
      case Opcodes.GETSTATIC -> FIELD;
      case Opcodes.GETFIELD ->
          opcode(close - 2) == Opcodes.ALOAD && code.get(close - 2).variable() == 0 ? FIELD : NONE;
      default -> NONE;
    };
  }

  private boolean isThrownAfter(int close, int exception) {
    BitSet after = reachable(close, exception, NONE);
    for (int i = after.nextSetBit(0); i >= 0 && i + 1 < code.size(); i = after.nextSetBit(i + 1)) {
      Instruction load = code.get(i);
      if (load.opcode() == Opcodes.ALOAD
          && load.variable() == exception
          && code.get(i + 1).opcode() == Opcodes.ATHROW) {
        return true;
      }
    }
    return false;
  }

  /** What can run after an instruction, as long as neither variable is stored. */
  private BitSet reachable(int from, int untouched, int alsoUntouched) {
    BitSet reached = new BitSet(code.size());
    Deque<Integer> next = new ArrayDeque<>();
    next.add(from);
    while (!next.isEmpty()) {
      int index = next.remove();
      if (index >= code.size() || reached.get(index)) {
        continue;
      }
      reached.set(index);
      Instruction instruction = code.get(index);
      if (instruction.stores(untouched)
          || instruction.stores(alsoUntouched)
          || (alsoUntouched == FIELD && instruction.mayStoreField())) {
        continue;
      }
      if (instruction.goesOn()) {
        next.add(index + 1);
      }
      for (Label target : instruction.targets()) {
        next.add(labels.getOrDefault(target, code.size()));
      }
    }
    return reached;
  }
}
