package dev.spanloom.weaving;

import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The builders of AI libraries whose clients are traced: what their building methods return passes
 * through {@code WovenCalls.built}. The inserted instructions run straight through, so frames stay
 * as they are.
 */
final class ClientBuilders {
  private static final String BUILT = "(Ljava/lang/Object;)Ljava/lang/Object;";

  /** The methods that build clients, by their classes. */
  private static final Map<String, String> METHODS =
      Map.of(
          "com/openai/client/okhttp/OpenAIOkHttpClient$Builder", "build",
          "com/openai/client/okhttp/OpenAIOkHttpClientAsync$Builder", "build",
          "com/anthropic/client/okhttp/AnthropicOkHttpClient$Builder", "build",
          "com/anthropic/client/okhttp/AnthropicOkHttpClientAsync$Builder", "build",
          "com/google/genai/ApiClient", "createHttpClient");

  private ClientBuilders() {}

  /** Whether a class is such a builder; asked for each class that is loaded. */
  static boolean has(String internalName) {
    return internalName.startsWith("com/") && METHODS.containsKey(internalName);
  }

  /** The hooked class file, or the very same one when there is nothing to hook. */
  static byte[] hook(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    Hooker hooker = new Hooker(writer, METHODS.get(reader.getClassName()));
    reader.accept(hooker, 0);
    return hooker.hooked ? writer.toByteArray() : classFile;
  }

  /** Finds the method. */
  private static final class Hooker extends ClassVisitor {
    private final @Nullable String method;
    private boolean hooked;

    Hooker(ClassVisitor next, @Nullable String method) {
      super(Opcodes.ASM9, next);
      this.method = method;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      Type returned = Type.getReturnType(descriptor);
      if (next == null
          || !name.equals(method)
          || returned.getSort() != Type.OBJECT
          || (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_BRIDGE)) != 0) {
        return next;
      }
      hooked = true;
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitInsn(int opcode) {
          if (opcode == Opcodes.ARETURN) {
            mv.visitMethodInsn(Opcodes.INVOKESTATIC, Names.WOVEN_CALLS, "built", BUILT, false);
            mv.visitTypeInsn(Opcodes.CHECKCAST, returned.getInternalName());
          }
          super.visitInsn(opcode);
        }
      };
    }
  }
}
