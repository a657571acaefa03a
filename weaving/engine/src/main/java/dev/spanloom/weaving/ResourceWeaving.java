package dev.spanloom.weaving;

import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Hands the exception that leaves the block of a resource to the span, just before the compiler's
 * code closes it. The inserted instructions run straight through, so frames stay as they are:
 *
 * <ul>
 *   <li>on an exceptional path (see {@link CodeOutline}) {@code close()} becomes {@code
 *       escaping(span, exception); span.end()};
 *   <li>elsewhere {@code LiveSpan.close()} becomes {@code end()}, which does the same and need not
 *       find out how the block ended;
 *   <li>Kotlin's {@code closeFinally(resource, exception)} is preceded by {@code escaping(resource,
 *       exception)}.
 * </ul>
 */
final class ResourceWeaving {
  private static final String ESCAPING = "(Ljava/lang/Object;Ljava/lang/Throwable;)V";
  private static final String CLOSE_FINALLY = "(Ljava/lang/AutoCloseable;Ljava/lang/Throwable;)V";

  private ResourceWeaving() {}

  /** The woven class file, or the very same one when there is nothing to do. */
  static byte[] weave(ClassReader reader, byte[] classFile) {
    Map<String, CodeOutline> outlines = new HashMap<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            CodeOutline outline = new CodeOutline();
            outlines.put(name + descriptor, outline);
            return outline;
          }
        },
        ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
    outlines.values().removeIf(outline -> !outline.closesResources());
    if (outlines.isEmpty()) {
      return classFile;
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            CodeOutline outline = outlines.get(name + descriptor);
            return outline == null || next == null ? next : new Inserter(next, outline);
          }
        },
        0);
    return writer.toByteArray();
  }

  static boolean isLiveSpanClose(int opcode, String owner, String name, String descriptor) {
    return opcode == Opcodes.INVOKEVIRTUAL
        && owner.equals(Names.LIVE_SPAN)
        && name.equals("close")
        && descriptor.equals("()V");
  }

  static boolean isAutoCloseableClose(int opcode, String owner, String name, String descriptor) {
    return opcode == Opcodes.INVOKEINTERFACE
        && owner.equals(Names.AUTO_CLOSEABLE)
        && name.equals("close")
        && descriptor.equals("()V");
  }

  static boolean isCloseFinally(int opcode, String owner, String name, String descriptor) {
    return opcode == Opcodes.INVOKESTATIC
        && owner.startsWith("kotlin/")
        && name.equals("closeFinally")
        && descriptor.equals(CLOSE_FINALLY);
  }

  /** Inserts the calls; counts instructions as the outline did. */
  private static final class Inserter extends InstructionCounter {
    private final CodeOutline outline;
    private int extraStack;

    Inserter(MethodVisitor next, CodeOutline outline) {
      super(next);
      this.outline = outline;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      String called = name;
      boolean spanClose = isLiveSpanClose(opcode, owner, name, descriptor);
      if (spanClose || isAutoCloseableClose(opcode, owner, name, descriptor)) {
        int exception = outline.exceptionAt(nextIndex());
        if (exception >= 0) {
          mv.visitInsn(Opcodes.DUP);
          mv.visitVarInsn(Opcodes.ALOAD, exception);
          visitEscaping();
        }
        called = spanClose ? "end" : name;
      } else if (isCloseFinally(opcode, owner, name, descriptor)) {
        mv.visitInsn(Opcodes.DUP2);
        visitEscaping();
      }
      super.visitMethodInsn(opcode, owner, called, descriptor, isInterface);
    }

    private void visitEscaping() {
      extraStack = 2;
      mv.visitMethodInsn(Opcodes.INVOKESTATIC, Names.WOVEN_CALLS, "escaping", ESCAPING, false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(maxStack + extraStack, maxLocals);
    }
  }
}
