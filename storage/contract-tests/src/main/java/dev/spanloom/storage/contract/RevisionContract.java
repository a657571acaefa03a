package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.OTHER_TRACE;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.child;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static dev.spanloom.storage.contract.Examples.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.storage.TraceRevision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Revisions change with what is shown, and only those of spans with spans. */
public abstract class RevisionContract extends StoreContract {
  private TraceRevision revision() {
    return store.reader().revision(TRACE).orElseThrow();
  }

  /** Makes a change after which all but the spans is another. */
  private void assertChangesAllButSpans(Runnable change) {
    TraceRevision before = revision();
    change.run();
    assertThat(revision().revision()).isNotEqualTo(before.revision());
    assertThat(revision().spansRevision()).isEqualTo(before.spansRevision());
    assertThat(revision().storedSpans()).isEqualTo(before.storedSpans());
  }

  private void assertChangesSpans(int spansAfter, Runnable change) {
    TraceRevision before = revision();
    change.run();
    assertThat(revision().revision()).isNotEqualTo(before.revision());
    assertThat(revision().spansRevision()).isNotEqualTo(before.spansRevision());
    assertThat(revision().storedSpans()).isEqualTo(spansAfter);
  }

  @Test
  void anUnknownTraceHasNone() {
    assertThat(store.reader().revision(TRACE)).isEmpty();
  }

  @Test
  void readingAndOtherTracesChangeNothing() {
    write(root(TRACE));
    TraceRevision before = revision();
    store.reader().trace(TRACE);
    write(root(OTHER_TRACE));
    store.tags().set(OTHER_TRACE, "a", "b");
    assertThat(revision()).isEqualTo(before);
    assertThat(store.reader().revision(OTHER_TRACE)).isNotEqualTo(before);
  }

  @Test
  void newSpansChangeIt() {
    write(said(TRACE).build());
    assertThat(revision().storedSpans()).isZero();
    assertChangesSpans(1, () -> write(root(TRACE)));
    assertChangesSpans(2, () -> write(child(TRACE, 1)));
  }

  @Test
  void aSpanThatComesAgainAsAnotherChangesIt() {
    write(root(TRACE), span(TRACE, 1).endTimeUnixNanos(0).build());
    assertChangesSpans(2, () -> write(span(TRACE, 1).build()));
    assertChangesSpans(2, () -> write(span(TRACE, 1).name("other").build()));
    assertChangesSpans(
        2, () -> write(span(TRACE, 1).name("other").inputs("of the same length").build()));
  }

  @Test
  void wordsTagsAndAssessmentsChangeItButNotThatOfTheSpans() {
    write(root(TRACE));
    assertChangesAllButSpans(() -> write(said(TRACE).metadata("m", "1").build()));
    assertChangesAllButSpans(() -> store.tags().set(TRACE, "a", "1"));
    assertChangesAllButSpans(() -> store.tags().set(TRACE, "a", "2"));
    assertChangesAllButSpans(() -> store.tags().delete(TRACE, "a"));
    Assessment given = Feedback.builder("good").value(true).traceId(TRACE).build();
    assertChangesAllButSpans(() -> store.assessments().create(given));
    Assessment stored = readInfo(TRACE).assessments().get(0);
    String id = String.valueOf(stored.assessmentId());
    assertChangesAllButSpans(
        () -> store.assessments().update(stored.toBuilder().rationale("why").build()));
    assertChangesAllButSpans(() -> store.assessments().setValid(TRACE, id, false));
    assertChangesAllButSpans(() -> store.assessments().delete(TRACE, id));
  }

  @Test
  void aTraceThatWasDeletedAndCameAgainIsAnother() {
    write(root(TRACE));
    TraceRevision before = revision();
    store.deletion().deleteByIds("0", List.of(TRACE));
    write(span(TRACE, 0).name("again").build());
    assertThat(revision().spansRevision()).isNotEqualTo(before.spansRevision());
  }
}
