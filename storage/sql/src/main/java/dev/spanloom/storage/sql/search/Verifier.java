package dev.spanloom.storage.sql.search;

import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import dev.spanloom.query.TraceMatcher;
import dev.spanloom.storage.internal.ArchivedFilter;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what SQL does not, on decoded traces, by {@link TraceMatcher}. It reads no more of a
 * trace than is needed: its info, or the spans of one chunk after the other until all is said. Not
 * thread-safe.
 */
final class Verifier {
  /** To ask for words takes as long as to look at so many chunks. */
  private static final int MANY_CHUNKS = 20;

  private final TextConditions text;
  private final List<SpanPart> ofSpans = new ArrayList<>();
  private final TraceMatcher ofInfo;
  private final TraceMatcher ofTrace;
  private final TraceMatcher ofArchived;
  private final boolean needsInfo;
  private final boolean needsTrace;

  /** What is true when one span satisfies it. */
  private record SpanPart(
      TraceMatcher matcher, @Nullable String wordQuery, @Nullable RawLiteral literal) {
    boolean isTrueOf(EncodedSpan span) {
      return (literal == null || literal.mayMatch(span.span()))
          && matcher.matchesSpan(span.decode());
    }
  }

  Verifier(Plan plan) throws SQLException {
    this.text = plan.text();
    List<Filter> infoParts = new ArrayList<>();
    List<Filter> all = new ArrayList<>();
    boolean whole = false;
    for (Plan.Part part : plan.undecided()) {
      Filter filter = part.filter();
      all.add(filter);
      if (!asksForSpans(filter)) {
        infoParts.add(filter);
      } else if (isOfOneSpan(filter)) {
        ofSpans.add(spanPart(filter));
      } else {
        whole = true;
      }
    }
    needsTrace = whole;
    needsInfo = !infoParts.isEmpty();
    ofInfo = TraceMatcher.of(new Filter.And(infoParts));
    ofTrace = TraceMatcher.of(new Filter.And(all));
    ofArchived = TraceMatcher.of(ArchivedFilter.of(new Filter.And(all)));
  }

  private SpanPart spanPart(Filter filter) throws SQLException {
    TraceMatcher matcher = TraceMatcher.of(filter);
    if (filter instanceof Filter.Compare compare && isText(compare.field())) {
      LeafTest leaf = LeafTest.of(compare);
      return new SpanPart(matcher, text.query(leaf).orElse(null), RawLiteral.of(leaf).orElse(null));
    }
    return new SpanPart(matcher, null, null);
  }

  private static boolean isText(Field field) {
    return field == TraceField.TEXT || field == SpanField.CONTENT;
  }

  private static boolean asksForSpans(Filter filter) {
    if (filter instanceof Filter.And and) {
      return and.parts().stream().anyMatch(Verifier::asksForSpans);
    }
    if (filter instanceof Filter.Or or) {
      return or.parts().stream().anyMatch(Verifier::asksForSpans);
    }
    if (filter instanceof Filter.Not not) {
      return asksForSpans(not.operand());
    }
    return filter instanceof Filter.InSpan || isOfSpans(field(filter));
  }

  private static Field field(Filter leaf) {
    if (leaf instanceof Filter.Present present) {
      return present.field();
    }
    return leaf instanceof Filter.OneOf oneOf ? oneOf.field() : ((Filter.Compare) leaf).field();
  }

  private static boolean isOfSpans(Field field) {
    return isText(field)
        || field instanceof SpanField
        || field == TraceField.SPAN_COUNT
        || (field instanceof KeyedField keyed
            && keyed.family() == KeyedField.Family.SPAN_ATTRIBUTE);
  }

  /** Whether one span that satisfies a filter makes it true of the trace. */
  private static boolean isOfOneSpan(Filter filter) {
    if (filter instanceof Filter.InSpan) {
      return true;
    }
    if (filter instanceof Filter.Present present) {
      return !present.negated() && present.field() != TraceField.SPAN_COUNT;
    }
    return (filter instanceof Filter.OneOf || filter instanceof Filter.Compare)
        && field(filter) != TraceField.SPAN_COUNT;
  }

  /** Whether the undecided parts are true of a candidate. */
  boolean accepts(Sql sql, Candidate candidate) throws SQLException {
    if (candidate.sure()) {
      return true;
    }
    if (needsTrace || candidate.archived()) {
      TraceMatcher matcher = candidate.archived() ? ofArchived : ofTrace;
      return LoadedTrace.read(sql, candidate.traceNo(), true).satisfies(matcher);
    }
    return (!needsInfo || LoadedTrace.read(sql, candidate.traceNo(), false).satisfies(ofInfo))
        && spansMatch(sql, candidate.traceNo());
  }

  private boolean spansMatch(Sql sql, long traceNo) throws SQLException {
    List<SpanPart> open = new ArrayList<>(ofSpans);
    if (open.isEmpty()) {
      return true;
    }
    String wordQuery = open.size() == 1 ? open.get(0).wordQuery : null;
    if (wordQuery == null) {
      look(sql, traceNo, Expr.TRUE, Integer.MAX_VALUE, open);
      return open.isEmpty();
    }
    // for a single text the words say which chunks to look at, if there are many
    Long last = look(sql, traceNo, Expr.TRUE, MANY_CHUNKS, open);
    if (last != null && !open.isEmpty()) {
      Expr behind = Expr.of("c.chunk_id > ?", last);
      look(sql, traceNo, behind.and(text.chunkMayHave(wordQuery)), Integer.MAX_VALUE, open);
    }
    return open.isEmpty();
  }

  /**
   * Looks at chunks of a trace and takes the parts out of a list that one of them satisfies.
   *
   * @param most at most so many chunks
   * @return the last chunk when there may be more, else null
   */
  private static @Nullable Long look(
      Sql sql, long traceNo, Expr which, int most, List<SpanPart> open) throws SQLException {
    Expr select =
        Expr.format(
            "SELECT "
                + LoadedChunk.COLUMNS
                + " FROM chunks c LEFT JOIN payloads y ON y.chunk_id = c.chunk_id"
                + " WHERE c.trace_no = {} AND {} ORDER BY c.chunk_id LIMIT {}",
            Expr.of("?", traceNo),
            which,
            Expr.of("?", (long) most));
    long[] lookedAt = new long[2];
    sql.visit(
        select.sql(),
        row -> {
          LoadedChunk chunk = LoadedChunk.read(sql, row);
          List<EncodedSpan> spans = chunk.spans();
          open.removeIf(part -> spans.stream().anyMatch(part::isTrueOf));
          lookedAt[0]++;
          lookedAt[1] = chunk.chunkId();
          return !open.isEmpty();
        },
        select.parameters().toArray());
    return lookedAt[0] == most ? Long.valueOf(lookedAt[1]) : null;
  }
}
