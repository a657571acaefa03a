package dev.spanloom.query;

import dev.spanloom.entities.Experiment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a search for experiments can ask of one: {@code name}, {@code creation_time}, {@code
 * last_update_time}, {@code experiment_id} (for orders), {@code tags.<key>}.
 *
 * @param tag the key of a tag; else null
 */
record ExperimentField(Kind kind, @Nullable String tag) {
  private static final String FIELDS = "name, creation_time, last_update_time or tags.<key>";

  enum Kind {
    NAME,
    CREATION_TIME,
    LAST_UPDATE_TIME,
    EXPERIMENT_ID,
    TAG
  }

  /** The field that is named next. */
  static ExperimentField take(TokenStream tokens, boolean forOrder) {
    Token token = tokens.takeFieldName();
    String name = token.text();
    int dot = name.indexOf('.');
    String family = dot < 0 ? "attribute" : name.substring(0, dot);
    String key = name.substring(dot + 1);
    switch (family) {
      case "attribute", "attributes", "attr" -> {
        for (Kind kind : Kind.values()) {
          boolean allowed = kind != Kind.TAG && (forOrder || kind != Kind.EXPERIMENT_ID);
          if (allowed && kind.name().toLowerCase(Locale.ROOT).equals(key)) {
            return new ExperimentField(kind, null);
          }
        }
      }
      case "tag", "tags" -> {
        if (!forOrder && !key.isEmpty()) {
          return new ExperimentField(Kind.TAG, key);
        }
      }
      default -> {
        // said below
      }
    }
    throw tokens
        .source()
        .error(
            token.start(),
            "found "
                + tokens.source().quote(token)
                + " (expected: "
                + (forOrder ? "name, experiment_id, creation_time or last_update_time" : FIELDS)
                + ")");
  }

  boolean isTime() {
    return kind == Kind.CREATION_TIME || kind == Kind.LAST_UPDATE_TIME;
  }

  /** The text of the field; null where there is none. */
  @Nullable String text(Experiment experiment) {
    return switch (kind) {
      case NAME -> experiment.name();
      case EXPERIMENT_ID -> experiment.experimentId();
      case TAG -> experiment.tags().get(String.valueOf(tag));
      case CREATION_TIME, LAST_UPDATE_TIME -> Long.toString(number(experiment));
    };
  }

  /** The number of a field that is one. */
  long number(Experiment experiment) {
    return switch (kind) {
      case CREATION_TIME -> experiment.creationTimeUnixMillis();
      case LAST_UPDATE_TIME -> experiment.lastUpdateTimeUnixMillis();
      case EXPERIMENT_ID -> Long.parseLong(experiment.experimentId());
      case NAME, TAG -> throw new IllegalStateException(kind + " is no number");
    };
  }
}
