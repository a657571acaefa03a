package dev.spanloom.cli.figures;

import dev.spanloom.cli.option.FieldText;
import dev.spanloom.query.Field;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.TraceMetrics.ObservedValue;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * What is listed: the values of a field, or the keys of a family.
 *
 * @param field null for keys
 * @param family null for values
 */
record ValueSource(@Nullable Field field, KeyedField.@Nullable Family family) {
  static final ValueSource NAMES = new ValueSource(TraceField.NAME, null);

  List<ObservedValue> ask(TraceStore store, List<String> experimentIds, String prefix, int limit) {
    if (family != null) {
      return store.metrics().keys(experimentIds, family, prefix, limit);
    }
    return store
        .metrics()
        .values(experimentIds, field == null ? TraceField.NAME : field, prefix, limit);
  }

  /** Reads one. */
  static final class Reader implements ITypeConverter<ValueSource> {
    @Override
    public ValueSource convert(String text) {
      for (KeyedField.Family family : KeyedField.Family.values()) {
        if (family.prefix().equals(text)) {
          return new ValueSource(null, family);
        }
      }
      return new ValueSource(FieldText.read(text), null);
    }
  }
}
