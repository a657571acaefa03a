package dev.spanloom.storage.sql.write;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.query.SpanText;
import dev.spanloom.query.WordSet;
import dev.spanloom.storage.internal.DecodedBatch.DecodedSpan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import dev.spanloom.storage.sql.SpanBits;
import dev.spanloom.storage.sql.WordMarks;
import dev.spanloom.storage.sql.rows.Chunks;

/**
 * The spans that a batch brings for one trace, with all that can be made of them before the
 * transaction: payload, index entries, words. Immutable once made; safe to hand to another thread.
 */
public final class PreparedChunk {
  private final List<DecodedSpan> spans;
  private final int rawBytes;
  private final byte[] packed;
  private final IndexEntries entries = new IndexEntries();
  private final List<String> words;

  private PreparedChunk(List<DecodedSpan> spans) {
    this.spans = spans;
    byte[] raw = OtlpRequests.encode(spans.stream().map(DecodedSpan::encoded).toList());
    this.rawBytes = raw.length;
    this.packed = Chunks.pack(raw);
    WordSet wordSet = new WordSet();
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i).span();
      entries.addSpan(span, spans.get(i).facts(), SpanBits.of(i));
      wordSet.add(SpanText.of(span));
    }
    this.words = wordsOf(wordSet);
  }

  static PreparedChunk of(Collection<DecodedSpan> spans) {
    return new PreparedChunk(List.copyOf(spans));
  }

  /** The words for the text index, with the mark of a text that has words too long to be indexed. */
  static List<String> wordsOf(WordSet set) {
    List<String> words = new ArrayList<>(set.size() + 1);
    set.forEach(words::add);
    if (set.hasLong()) {
      words.add(WordMarks.LONG);
    }
    return words;
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

  List<String> words() {
    return words;
  }
}
