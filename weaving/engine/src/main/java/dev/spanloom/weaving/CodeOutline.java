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
 * resource that was opened inside the handler was stored on the way. Since the code goes on to
 * throw {@code t}, the JVM's verifier has seen that {@code t} is a Throwable at the call.
 */
final class CodeOutline extends InstructionCounter {
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
    if (handler >= code.size() || code.get(handler).opcode() != Opcodes.ASTORE || close == 0) {
      return -1;
    }
    Instruction receiver = code.get(close - 1);
    if (receiver.opcode() != Opcodes.ALOAD) {
      return -1;
    }
    int exception = code.get(handler).variable();
    boolean leadsHere =
        receiver.variable() != exception
            && reachable(handler + 1, exception, receiver.variable()).get(close);
    return leadsHere && isThrownAfter(close, exception) ? exception : -1;
  }

  private boolean isThrownAfter(int close, int exception) {
    BitSet after = reachable(close, exception, -1);
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
      if (instruction.stores(untouched) || instruction.stores(alsoUntouched)) {
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
