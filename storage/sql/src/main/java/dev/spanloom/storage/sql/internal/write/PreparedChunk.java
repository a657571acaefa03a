package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.query.SpanText;
import dev.spanloom.query.WordSet;
import dev.spanloom.storage.internal.DecodedBatch.DecodedSpan;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.SpanBits;
import dev.spanloom.storage.sql.internal.rows.Packing;
import java.util.Collection;
import java.util.List;

/**
 * The spans that a batch brings for one trace, with all that can be made of them before the
 * transaction: payload, index entries, words. Immutable once made; safe to hand to another thread.
 */
public final class PreparedChunk {
  private final List<DecodedSpan> spans;
  private final int rawBytes;
  private final byte[] packed;
  private final IndexEntries entries = new IndexEntries();
  private final Dialect.IndexableWords words;

  private PreparedChunk(
      List<DecodedSpan> spans, Packing packing, Dialect dialect, WordSet wordSet) {
    this.spans = spans;
    byte[] raw = OtlpRequests.encode(spans.stream().map(DecodedSpan::encoded).toList());
    this.rawBytes = raw.length;
    this.packed = packing.pack(raw);
    wordSet.clear();
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i).span();
      entries.addSpan(span, spans.get(i).facts(), SpanBits.of(i));
      SpanText.addWords(span, wordSet);
    }
    this.words = dialect.indexable(wordSet);
  }

  /**
   * Prepares spans of one trace.
   *
   * @param words what collects words, cleared before and of no use afterwards
   */
  static PreparedChunk of(
      Collection<DecodedSpan> spans, Packing packing, Dialect dialect, WordSet words) {
    return new PreparedChunk(List.copyOf(spans), packing, dialect, words);
  }

  int size() {
    return spans.size();
  }

  DecodedSpan span(int position) {
    return spans.get(position);
  }

  SpanFacts facts(int position) {
    return spans.get(position).facts();
  }

  int rawBytes() {
    return rawBytes;
  }

  /** Must not be changed. */
  byte[] packed() {
    return packed;
  }

  /** As if the ordinals of the spans were their positions. */
  IndexEntries entries() {
    return entries;
  }

  Dialect.IndexableWords words() {
    return words;
  }
}
