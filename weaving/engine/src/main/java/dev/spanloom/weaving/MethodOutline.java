package dev.spanloom.weaving;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** A method as its class file describes it: annotations and the names of its parameters. */
final class MethodOutline extends MethodVisitor {
  private final int access;
  private final String name;
  private final String descriptor;
  private final Type[] types;
  private final @Nullable String[] declaredNames;
  private final @Nullable String[] debugNames;
  private final @Nullable String[] inputNames;
  private final boolean[] ignored;
  private @Nullable TraceValues trace;
  private @Nullable Label firstLabel;
  private int declared;

  MethodOutline(int access, String name, String descriptor) {
    super(Opcodes.ASM9);
    this.access = access;
    this.name = name;
    this.descriptor = descriptor;
    this.types = Type.getArgumentTypes(descriptor);
    this.declaredNames = new String[types.length];
    this.debugNames = new String[types.length];
    this.inputNames = new String[types.length];
    this.ignored = new boolean[types.length];
  }

  String name() {
    return name;
  }

  String descriptor() {
    return descriptor;
  }

  boolean is(int flag) {
    return (access & flag) != 0;
  }

  /** Made by the compiler: a bridge repeats the annotations of the method that it calls. */
  boolean isSynthetic() {
    return is(Opcodes.ACC_BRIDGE) || is(Opcodes.ACC_SYNTHETIC);
  }

  boolean isConstructor() {
    return name.equals("<init>");
  }

  @Nullable TraceValues trace() {
    return trace;
  }

  Type returnType() {
    return Type.getReturnType(descriptor);
  }

  int parameterCount() {
    return types.length;
  }

  /** What the parameters are called among the inputs; empty for those that are not recorded. */
  List<String> parameters() {
    String[] names = new String[types.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = ignored[i] ? "" : nameOf(i);
    }
    return List.of(names);
  }

  private String nameOf(int index) {
    for (String candidate :
        Arrays.asList(inputNames[index], declaredNames[index], debugNames[index])) {
      if (candidate != null && !candidate.isEmpty()) {
        return candidate;
      }
    }
    return "arg" + index;
  }

  /** Name and parameter types, as in messages. */
  String signature() {
    return (isConstructor() ? "constructor" : name)
        + Arrays.stream(types)
            .map(Type::getClassName)
            .map(type -> type.substring(type.lastIndexOf('.') + 1))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
    if (annotation.equals(Names.TRACE)) {
      trace = new TraceValues();
      return trace;
    }
    return null;
  }

  @Override
  public @Nullable AnnotationVisitor visitParameterAnnotation(
      int parameter, String annotation, boolean visible) {
    if (parameter >= types.length) {
      return null;
    } else if (annotation.equals(Names.TRACE_IGNORE)) {
      ignored[parameter] = true;
    } else if (annotation.equals(Names.TRACE_INPUT)) {
      return new AnnotationVisitor(Opcodes.ASM9) {
        @Override
        public void visit(String member, Object value) {
          inputNames[parameter] = String.valueOf(value);
        }
      };
    }
    return null;
  }

  @Override
  public void visitParameter(@Nullable String parameter, int flags) {
    if (declared < declaredNames.length) {
      declaredNames[declared++] = parameter;
    }
  }

  @Override
  public void visitLabel(Label label) {
    if (firstLabel == null) {
      firstLabel = label;
    }
  }

  @Override
  public void visitLocalVariable(
      String variable, String type, @Nullable String signature, Label start, Label end, int index) {
    if (start != firstLabel) {
      return;
    }
    int slot = is(Opcodes.ACC_STATIC) ? 0 : 1;
    for (int i = 0; i < types.length; i++) {
      if (slot == index && debugNames[i] == null) {
        debugNames[i] = variable;
      }
      slot += types[i].getSize();
    }
  }
}
