package dev.spanloom.query;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import java.util.Comparator;
import java.util.List;

/**
 * The order of experiments: MLflow's {@code order_by} of a search for experiments. The newest comes
 * first when nothing is asked for; what is equal is in the order of the ids.
 *
 * @param comparator orders no two experiments as equal
 */
public record ExperimentOrder(Comparator<Experiment> comparator) {
  private static final int LONGEST = 10_000;
  private static final Comparator<Experiment> BY_ID =
      Comparator.comparingLong(experiment -> Long.parseLong(experiment.experimentId()));

  /** The newest first. */
  public static final ExperimentOrder NEWEST_FIRST = parse(List.of());

  /**
   * The order of keys, each a field and, if wanted, ASC or DESC.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for anything else
   */
  public static ExperimentOrder parse(List<String> orderBy) {
    Comparator<Experiment> order = null;
    for (String item : orderBy.isEmpty() ? List.of("creation_time DESC") : orderBy) {
      Comparator<Experiment> key = key(item);
      order = order == null ? key : order.thenComparing(key);
    }
    return new ExperimentOrder(order == null ? BY_ID : order.thenComparing(BY_ID));
  }

  private static Comparator<Experiment> key(String item) {
    if (item.length() > LONGEST) {
      throw MlflowException.invalidParameter(
          "order_by: " + item.length() + " characters (expected: a field, and ASC or DESC)");
    }
    TokenStream tokens =
        new TokenStream(new SourceText("order_by \"" + SourceText.shortened(item) + "\"", item));
    ExperimentField field = ExperimentField.take(tokens, true);
    boolean descending = tokens.takeKeyword("DESC");
    if (!descending) {
      tokens.takeKeyword("ASC");
    }
    tokens.expectEnd("ASC, DESC or the end");
    Comparator<Experiment> ascending =
        field.kind() == ExperimentField.Kind.NAME
            ? Comparator.comparing(Experiment::name)
            : Comparator.comparingLong(field::number);
    return descending ? ascending.reversed() : ascending;
  }
}
