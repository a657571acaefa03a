package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where what clients say of a trace and what its spans say come together. The one place that
 * decides.
 *
 * <table>
 * <caption>Who wins</caption>
 * <tr><th>Field</th><th>Rule</th></tr>
 * <tr><td>request time</td><td>the earlier of what was said and the first span's start</td></tr>
 * <tr><td>duration</td><td>what was said; longer when a span ends later; derived when nothing was said and a root has
 *     ended</td></tr>
 * <tr><td>state</td><td>a final state that was said; else the root span's; never from final back to in progress; an
 *     error while a trace without either is marked as stalled, see {@link Stalling}</td></tr>
 * <tr><td>name tag</td><td>what was said; else the root span's name</td></tr>
 * <tr><td>previews</td><td>what was said; else the root span's inputs and outputs</td></tr>
 * <tr><td>token usage, cost, sizes</td><td>what the spans say; what was said only where they say nothing; of sizes also
 *     where it counts more spans than there are, since then some are missing</td></tr>
 * <tr><td>other tags, metadata, request id, location</td><td>as said, the latest word wins, but for links to runs and prompts,
 *     which add up, see {@link Linked}; else what spans say, see {@link SaidBySpans}; assessments by id, the one that was
 *     changed last</td></tr>
 * </table>
 */
public final class TraceInfoMerge {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private TraceInfoMerge() {}

  /** What is known after a client has spoken again. */
  public static TraceInfo update(TraceInfo known, TraceInfo said) {
    boolean reopened = said.state() == TraceState.IN_PROGRESS && isFinal(known.state());
    TraceInfo.Builder merged = known.toBuilder();
    if (said.clientRequestId() != null) {
      merged.clientRequestId(said.clientRequestId());
    }
    if (!said.traceLocation().equals(TraceLocation.unspecified())) {
      merged.traceLocation(said.traceLocation());
    }
    if (said.requestPreview() != null) {
      merged.requestPreview(said.requestPreview());
    }
    if (said.responsePreview() != null) {
      merged.responsePreview(said.responsePreview());
    }
    if (said.requestTimeUnixMillis() > 0) {
      merged.requestTimeUnixMillis(
          known.requestTimeUnixMillis() > 0
              ? Math.min(known.requestTimeUnixMillis(), said.requestTimeUnixMillis())
              : said.requestTimeUnixMillis());
    }
    if (said.executionDurationMillis() != null && !reopened) {
      merged.executionDurationMillis(Math.max(0, said.executionDurationMillis()));
    }
    if (!reopened && said.state() != TraceState.STATE_UNSPECIFIED) {
      merged.state(said.state());
    }
    String bySpans = said.traceMetadata().get(SaidBySpans.KEY);
    merged
        .metadata(Linked.runsAdded(known.traceMetadata(), said.traceMetadata()))
        .removeTag(Stalling.TAG)
        .tags(Linked.promptsAdded(known.tags(), said.tags()));
    if (bySpans != null) {
      String before = known.traceMetadata().get(SaidBySpans.KEY);
      merged.metadata(SaidBySpans.KEY, SaidBySpans.merged(before, bySpans));
    }
    return merged.assessments(union(known.assessments(), said.assessments())).build();
  }

  /** What is known after a span has come: a trace without a final state lives. */
  public static TraceInfo heard(TraceInfo known) {
    return Stalling.isMarked(known) && !isFinal(known.state())
        ? known.toBuilder().removeTag(Stalling.TAG).build()
        : known;
  }

  /** What is shown: the client's words completed by what the spans say. */
  public static TraceInfo complete(TraceInfo said, @Nullable TraceFacts facts) {
    return completing(said, facts).build();
  }

  /** The same, for somebody who has something to add. */
  public static TraceInfo.Builder completing(TraceInfo said, @Nullable TraceFacts facts) {
    Shown shown = Shown.of(said, facts);
    if (facts != null && shown.hasSizes(facts)) {
      addSizes(shown.info, SizeStats.of(shown.info.build(), facts.sizes()));
    }
    return shown.info;
  }

  /**
   * The same, where it is known how large the info is.
   *
   * @param infoBytes {@link SizeStats#infoBytes} of {@link #withoutSizes}
   */
  public static TraceInfo.Builder completing(TraceInfo said, TraceFacts facts, long infoBytes) {
    Shown shown = Shown.of(said, facts);
    if (shown.hasSizes(facts)) {
      addSizes(shown.info, SizeStats.of(infoBytes, facts.sizes()));
    }
    return shown.info;
  }

  /**
   * What is shown, but for the sizes: those cost a look at everything, and nobody searches them.
   */
  public static TraceInfo withoutSizes(TraceInfo said, @Nullable TraceFacts facts) {
    return Shown.of(said, facts).info.build();
  }

  /**
   * What is shown, in the making.
   *
   * @param words what clients said, and spans of their trace
   */
  private record Shown(TraceInfo words, TraceInfo.Builder info, TraceState state) {
    static Shown of(TraceInfo said, @Nullable TraceFacts facts) {
      TraceInfo words = SaidBySpans.expanded(said);
      TraceInfo.Builder info = words.toBuilder();
      TraceState known = facts == null || isFinal(words.state()) ? words.state() : facts.state();
      boolean stalled = !isFinal(known) && Stalling.holds(words, facts);
      if (!stalled && words.state() != TraceState.ERROR) { // which an imported trace says with it
        info.removeTag(Stalling.TAG);
      }
      TraceState state = stalled ? TraceState.ERROR : known;
      info.state(state);
      if (facts != null) {
        addFacts(info, words, facts, isFinal(state));
      }
      return new Shown(words, info, state);
    }

    /** A trace that lacks spans keeps what was said of it. */
    boolean hasSizes(TraceFacts facts) {
      return isFinal(state) && SizeStats.spansSaid(words) <= facts.sizes().count();
    }
  }

  private static void addFacts(
      TraceInfo.Builder shown, TraceInfo said, TraceFacts facts, boolean ended) {
    long start =
        said.requestTimeUnixMillis() > 0
            ? Math.min(said.requestTimeUnixMillis(), facts.startTimeUnixMillis())
            : facts.startTimeUnixMillis();
    shown.requestTimeUnixMillis(start).executionDurationMillis(duration(said, facts, start, ended));
    SpanFacts root = facts.root();
    if (root != null) {
      if (said.name() == null) {
        shown.tag(TraceTagKey.TRACE_NAME, root.name());
      }
      if (said.requestPreview() == null) {
        shown.requestPreview(root.requestPreview());
      }
      if (said.responsePreview() == null) {
        shown.responsePreview(root.responsePreview());
      }
    }
    String usage = facts.sums().usageJson();
    if (usage != null) {
      shown.metadata(TraceMetadataKey.TOKEN_USAGE, usage);
    }
    String cost = facts.sums().costJson();
    if (cost != null) {
      shown.metadata(TraceMetadataKey.COST, cost);
    }
  }

  private static @Nullable Long duration(
      TraceInfo said, TraceFacts facts, long startMillis, boolean ended) {
    Long end = facts.endTimeUnixNanos();
    if (!ended || end == null) {
      return said.executionDurationMillis();
    }
    Long saidDuration = said.executionDurationMillis();
    if (saidDuration == null) {
      return facts.durationMillis();
    }
    long saidEnd = said.requestTimeUnixMillis() + saidDuration;
    long lastEnd = end / NANOS_PER_MILLI;
    // one millisecond of slack: both ends are rounded down from nanoseconds
    return Math.max(0, lastEnd > saidEnd + 1 ? lastEnd - startMillis : saidEnd - startMillis);
  }

  private static void addSizes(TraceInfo.Builder shown, SizeStats stats) {
    shown
        .metadata(TraceMetadataKey.SIZE_STATS, stats.toJson())
        .metadata(TraceMetadataKey.SIZE_BYTES, Long.toString(stats.totalSizeBytes()));
  }

  private static List<Assessment> union(List<Assessment> known, List<Assessment> said) {
    Map<String, Assessment> byId = new LinkedHashMap<>();
    int unnamed = 0;
    for (List<Assessment> list : List.of(known, said)) {
      for (Assessment assessment : list) {
        String id = assessment.assessmentId();
        byId.merge(id == null ? " " + unnamed++ : id, assessment, TraceInfoMerge::newer);
      }
    }
    return List.copyOf(byId.values());
  }

  /**
   * The one that was changed last. An assessment that is sent again does not undo what was made of
   * it since; that another one overrides it is not a change with a time.
   */
  private static Assessment newer(Assessment known, Assessment said) {
    int order = Long.compare(said.lastUpdateTimeUnixMillis(), known.lastUpdateTimeUnixMillis());
    return order > 0 || (order == 0 && known.isValid()) ? said : known;
  }

  private static boolean isFinal(TraceState state) {
    return state == TraceState.OK || state == TraceState.ERROR;
  }
}
