package dev.spanloom.entities;

import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cost of model calls in US dollars, as the attribute {@code mlflow.llm.cost} and the metadata
 * {@code mlflow.trace.cost} hold it.
 */
public record LlmCost(double inputCost, double outputCost, double totalCost) {
  private static final String INPUT = "input_cost";
  private static final String OUTPUT = "output_cost";
  private static final String TOTAL = "total_cost";
  private static final byte[] INPUT_KEY = INPUT.getBytes(StandardCharsets.UTF_8);
  private static final byte[] OUTPUT_KEY = OUTPUT.getBytes(StandardCharsets.UTF_8);
  private static final byte[] TOTAL_KEY = TOTAL.getBytes(StandardCharsets.UTF_8);

  /** Reads MLflow's map. Empty when it names no cost: unknown is not zero. */
  public static Optional<LlmCost> fromValue(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)
        || (!map.containsKey(INPUT) && !map.containsKey(OUTPUT) && !map.containsKey(TOTAL))) {
      return Optional.empty();
    }
    double input = number(map.get(INPUT), 0);
    double output = number(map.get(OUTPUT), 0);
    return Optional.of(new LlmCost(input, output, number(map.get(TOTAL), input + output)));
  }

  /** MLflow's JSON shape. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(INPUT, inputCost);
    map.put(OUTPUT, outputCost);
    map.put(TOTAL, totalCost);
    return map;
  }

  /** {@link #toMap} encoded. */
  public AttributeValue toAttributeValue() {
    ProtoWriter out = new ProtoWriter(128);
    int mark = out.beginMessage(AnyValues.KVLIST);
    AnyValues.writeDoubleEntry(out, INPUT_KEY, inputCost);
    AnyValues.writeDoubleEntry(out, OUTPUT_KEY, outputCost);
    AnyValues.writeDoubleEntry(out, TOTAL_KEY, totalCost);
    out.endMessage(mark);
    return AttributeValue.ofAnyValue(out.toByteArray());
  }

  /** The sum of both. */
  public LlmCost plus(LlmCost other) {
    return new LlmCost(
        inputCost + other.inputCost, outputCost + other.outputCost, totalCost + other.totalCost);
  }

  private static double number(@Nullable Object value, double otherwise) {
    return value instanceof Number n ? n.doubleValue() : otherwise;
  }
}
