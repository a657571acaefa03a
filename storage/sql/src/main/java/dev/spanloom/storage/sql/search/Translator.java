package dev.spanloom.storage.sql.search;

import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.query.Field;
import dev.spanloom.query.FieldValue;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Families;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes conditions over the alias {@code t} of {@code traces} out of filters, looking up keys and
 * values. Every value becomes a parameter. Not thread-safe; one per search, within its transaction.
 */
final class Translator {
  private final Dialect dialect;
  private final TraceConditions traces;
  private final ValueConditions values;
  private final AssessmentConditions assessments;
  private final SpanConditions spans;
  private final TextConditions text;

  Translator(Sql sql, Dialect dialect, Collection<String> experimentIds) {
    this.dialect = dialect;
    Dictionary dictionary = new Dictionary(sql, dialect);
    Postings postings = new Postings(dialect);
    text = new TextConditions(sql, dialect);
    traces = new TraceConditions(dialect, dictionary, new Unsettled(sql), experimentIds);
    values = new ValueConditions(dictionary, postings);
    assessments = new AssessmentConditions(sql, dialect);
    spans = new SpanConditions(sql, dialect, dictionary, postings, text);
  }

  TextConditions text() {
    return text;
  }

  Node node(Filter filter) throws SQLException {
    if (filter instanceof Filter.And and) {
      List<Node> parts = nodes(and.parts());
      List<Source> sources = new ArrayList<>();
      parts.forEach(part -> sources.addAll(Source.partial(part.sources())));
      return Node.of(Bounds.allOf(parts.stream().map(Node::bounds).toList()), sources);
    }
    if (filter instanceof Filter.Or or) {
      return or.parts().isEmpty() ? Node.FALSE : ValueConditions.anyOf(nodes(or.parts()));
    }
    if (filter instanceof Filter.Not not) {
      return node(not.operand()).not();
    }
    if (filter instanceof Filter.InSpan inSpan) {
      return spans.inSpan(inSpan.condition());
    }
    if (filter instanceof Filter.Present present) {
      Filter given = new Filter.Present(present.field(), false);
      Node any = leaf(given, present.field(), new LeafTest.Any());
      return present.negated() ? any.not() : any;
    }
    return filter instanceof Filter.OneOf oneOf
        ? leaf(filter, oneOf.field(), LeafTest.of(oneOf))
        : leaf(filter, ((Filter.Compare) filter).field(), LeafTest.of((Filter.Compare) filter));
  }

  private List<Node> nodes(List<Filter> filters) throws SQLException {
    List<Node> nodes = new ArrayList<>();
    for (Filter filter : filters) {
      nodes.add(node(filter));
    }
    return nodes;
  }

  private Node leaf(Filter filter, Field field, LeafTest leaf) throws SQLException {
    Predicate<FieldValue> test = SpanConditions.test(filter); // fails of bad patterns first of all
    if (field == TraceField.TEXT) {
      return spans.any(filter, SpanField.CONTENT, leaf);
    }
    if (field instanceof TraceField traceField) {
      return traces.node(traceField, filter, leaf, test);
    }
    if (!(field instanceof KeyedField keyed)) {
      return spans.any(filter, field, leaf);
    }
    return switch (keyed.family()) {
      case SPAN_ATTRIBUTE -> spans.any(filter, field, leaf);
      case FEEDBACK, EXPECTATION -> assessments.node(keyed, leaf, test);
      case METADATA -> values.node(Families.METADATA, keyed.key(), leaf, test);
      case TAG -> tag(keyed, filter, leaf, test);
    };
  }

  private Node tag(KeyedField field, Filter filter, LeafTest leaf, Predicate<FieldValue> test)
      throws SQLException {
    return switch (field.key()) {
      case TraceTagKey.TRACE_NAME -> traces.node(TraceField.NAME, filter, leaf, test);
      case TraceTagKey.SPANS_LOCATION ->
          test.test(FieldValue.ofText(TraceTagKey.TRACKING_STORE)) ? Node.TRUE : Node.FALSE;
      case TraceTagKey.ARTIFACT_LOCATION ->
          new TextColumn(dialect, OrderColumns.ARTIFACT_LOCATION).node(leaf, test);
      default -> values.node(Families.TAG, field.key(), leaf, test);
    };
  }
}
