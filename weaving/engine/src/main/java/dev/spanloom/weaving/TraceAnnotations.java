package dev.spanloom.weaving;

import dev.spanloom.internal.woven.MethodSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.RecordComponentVisitor;
import org.jspecify.annotations.Nullable;

/**
 * What {@code @Trace} asks for in one class.
 *
 * @param methods the methods to trace
 * @param problems annotations that cannot be honoured
 */
record TraceAnnotations(List<TracedMethod> methods, List<WeavingProblem> problems) {
  /** Not traced for an annotation of the class: recording a value may itself call them. */
  private static final Set<String> OF_EVERY_OBJECT =
      Set.of(
          "toString()Ljava/lang/String;",
          "hashCode()I",
          "equals(Ljava/lang/Object;)Z",
          "finalize()V");

  static TraceAnnotations read(ClassReader reader, ClassSource others) {
    Outline outline = new Outline();
    reader.accept(outline, ClassReader.SKIP_FRAMES);
    List<TracedMethod> methods = new ArrayList<>();
    List<WeavingProblem> problems = new ArrayList<>();
    for (MethodOutline method : outline.methods) {
      TraceValues own = method.trace();
      if (method.isSynthetic() || (own == null && !outline.tracesAsOneOfAll(method))) {
        continue;
      }
      TraceValues values = own == null ? outline.trace : own.over(outline.trace);
      if (values == null) {
        continue;
      }
      int before = problems.size();
      String className = reader.getClassName().replace('/', '.');
      TraceChecks.messages(method, values, own != null, others)
          .forEach(text -> problems.add(new WeavingProblem(className, method.signature(), text)));
      if (problems.size() == before) {
        methods.add(new TracedMethod(method.name(), method.descriptor(), spec(method, values)));
      }
    }
    return new TraceAnnotations(List.copyOf(methods), List.copyOf(problems));
  }

  private static MethodSpec spec(MethodOutline method, TraceValues values) {
    String reducer = values.reducer();
    return new MethodSpec(
        method.name(),
        values.name().isBlank() ? method.name() : values.name(),
        values.spanType(),
        values.attributes(),
        method.parameters(),
        values.capturesInputs(),
        values.capturesOutputs(),
        reducer == null ? null : reducer.replace('/', '.'),
        values.samplingRatio(),
        values.destination(),
        !MethodSpec.isWatched(method.returnType().getClassName()));
  }

  /** The class as a whole. */
  private static final class Outline extends ClassVisitor {
    private final List<MethodOutline> methods = new ArrayList<>();
    private final Set<String> accessors = new HashSet<>();
    private @Nullable TraceValues trace;
    private boolean isEnum;

    private Outline() {
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
      isEnum = (access & Opcodes.ACC_ENUM) != 0;
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      if (descriptor.equals(Names.TRACE)) {
        trace = new TraceValues();
        return trace;
      }
      return null;
    }

    @Override
    public @Nullable RecordComponentVisitor visitRecordComponent(
        String name, String descriptor, @Nullable String signature) {
      accessors.add(name + "()" + descriptor);
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodOutline method = new MethodOutline(access, name, descriptor);
      methods.add(method);
      return method;
    }

    /**
     * Whether an annotation of the class means this method: the public ones that a programmer
     * wrote, but not what every object has.
     */
    private boolean tracesAsOneOfAll(MethodOutline method) {
      String signature = method.name() + method.descriptor();
      return trace != null
          && method.is(Opcodes.ACC_PUBLIC)
          && !method.is(Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)
          && !method.name().startsWith("<")
          && !OF_EVERY_OBJECT.contains(signature)
          && !accessors.contains(signature)
          && !(isEnum
              && method.is(Opcodes.ACC_STATIC)
              && (method.name().equals("values") || method.name().equals("valueOf")));
    }
  }
}
