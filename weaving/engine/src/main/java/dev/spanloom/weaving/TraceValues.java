package dev.spanloom.weaving;

import java.util.LinkedHashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The values that one {@code @Trace} sets, as it stands in the class file: what it leaves out is
 * null. Filled by visiting the annotation.
 */
final class TraceValues extends AnnotationVisitor {
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private @Nullable String name;
  private @Nullable String spanType;
  private @Nullable Boolean captureInputs;
  private @Nullable Boolean captureOutputs;
  private @Nullable String reducer;
  private @Nullable Double samplingRatio;
  private @Nullable String destination;

  TraceValues() {
    super(Opcodes.ASM9);
  }

  /** These values, and where they say nothing, those of the class. */
  TraceValues over(@Nullable TraceValues ofClass) {
    if (ofClass == null) {
      return this;
    }
    TraceValues merged = new TraceValues();
    merged.attributes.putAll(ofClass.attributes);
    merged.attributes.putAll(attributes);
    merged.name = name == null ? ofClass.name : name;
    merged.spanType = spanType == null ? ofClass.spanType : spanType;
    merged.captureInputs = captureInputs == null ? ofClass.captureInputs : captureInputs;
    merged.captureOutputs = captureOutputs == null ? ofClass.captureOutputs : captureOutputs;
    merged.reducer = reducer == null ? ofClass.reducer : reducer;
    merged.samplingRatio = samplingRatio == null ? ofClass.samplingRatio : samplingRatio;
    merged.destination = destination == null ? ofClass.destination : destination;
    return merged;
  }

  Map<String, String> attributes() {
    return attributes;
  }

  /** Empty stands for the method's name. */
  String name() {
    return name == null ? "" : name;
  }

  String spanType() {
    return spanType == null || spanType.isBlank() ? "UNKNOWN" : spanType;
  }

  boolean capturesInputs() {
    return captureInputs == null || captureInputs;
  }

  boolean capturesOutputs() {
    return captureOutputs == null || captureOutputs;
  }

  /** Internal name; null when there is none but the default. */
  @Nullable String reducer() {
    return Names.DEFAULT_REDUCER.equals(reducer) ? null : reducer;
  }

  /** Null when negative or not set; other values are not checked. */
  @Nullable Double samplingRatio() {
    return samplingRatio == null || samplingRatio < 0 ? null : samplingRatio;
  }

  @Nullable String destination() {
    return destination == null || destination.isBlank() ? null : destination;
  }

  @Override
  public void visit(String member, Object value) {
    switch (member) {
      case "name" -> name = String.valueOf(value);
      case "spanType" -> spanType = String.valueOf(value);
      case "captureInputs" -> captureInputs = Boolean.TRUE.equals(value);
      case "captureOutputs" -> captureOutputs = Boolean.TRUE.equals(value);
      case "outputReducer" ->
          reducer = value instanceof Type type ? type.getInternalName() : String.valueOf(value);
      case "samplingRatio" -> samplingRatio = value instanceof Double ratio ? ratio : null;
      case "destination" -> destination = String.valueOf(value);
      default -> {
        // a member of a later version
      }
    }
  }

  @Override
  public AnnotationVisitor visitArray(String member) {
    return new AnnotationVisitor(Opcodes.ASM9) {
      @Override
      public AnnotationVisitor visitAnnotation(@Nullable String unnamed, String descriptor) {
        return new AttributeValues();
      }
    };
  }

  /** One {@code @Trace.Attribute}. */
  private final class AttributeValues extends AnnotationVisitor {
    private String key = "";
    private String value = "";

    private AttributeValues() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(String member, Object text) {
      if (member.equals("key")) {
        key = String.valueOf(text);
      } else if (member.equals("value")) {
        value = String.valueOf(text);
      }
    }

    @Override
    public void visitEnd() {
      attributes.put(key, value);
    }
  }
}
