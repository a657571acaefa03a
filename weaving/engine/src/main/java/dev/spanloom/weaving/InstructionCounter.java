package dev.spanloom.weaving;

import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the instructions of a method, so that two readings of it can speak of the same one. Calls
 * {@link #instruction} for each; subclasses that override a visit method call the one here.
 */
abstract class InstructionCounter extends MethodVisitor {
  private int count;

  InstructionCounter(@Nullable MethodVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** The number of the instruction that comes next, from 0. */
  final int nextIndex() {
    return count;
  }

  /** An instruction; a variable's index or -1, and where it jumps to besides or instead. */
  void instruction(int opcode, int variable, Label... targets) {}

  private void count(int opcode, int variable, Label... targets) {
    instruction(opcode, variable, targets);
    count++;
  }

  @Override
  public void visitInsn(int opcode) {
    count(opcode, -1);
    super.visitInsn(opcode);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    count(opcode, -1);
    super.visitIntInsn(opcode, operand);
  }

  @Override
  public void visitVarInsn(int opcode, int variable) {
    count(opcode, variable);
    super.visitVarInsn(opcode, variable);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    count(opcode, -1);
    super.visitTypeInsn(opcode, type);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    count(opcode, -1);
    super.visitFieldInsn(opcode, owner, name, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    count(opcode, -1);
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    count(Opcodes.INVOKEDYNAMIC, -1);
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    count(opcode, -1, label);
    super.visitJumpInsn(opcode, label);
  }

  @Override
  public void visitLdcInsn(Object value) {
    count(Opcodes.LDC, -1);
    super.visitLdcInsn(value);
  }

  @Override
  public void visitIincInsn(int variable, int increment) {
    count(Opcodes.IINC, variable);
    super.visitIincInsn(variable, increment);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label defaultLabel, Label... labels) {
    count(Opcodes.TABLESWITCH, -1, with(labels, defaultLabel));
    super.visitTableSwitchInsn(min, max, defaultLabel, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label defaultLabel, int[] keys, Label[] labels) {
    count(Opcodes.LOOKUPSWITCH, -1, with(labels, defaultLabel));
    super.visitLookupSwitchInsn(defaultLabel, keys, labels);
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    count(Opcodes.MULTIANEWARRAY, -1);
    super.visitMultiANewArrayInsn(descriptor, dimensions);
  }

  private static Label[] with(Label[] labels, Label more) {
    Label[] all = java.util.Arrays.copyOf(labels, labels.length + 1);
    all[labels.length] = more;
    return all;
  }
}
