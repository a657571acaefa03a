package dev.spanloom.bench.store;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Traces of 10 spans, spread over 24 hours; trace n of a workload of a size is always the same.
 * Immutable and thread-safe.
 */
final class Workload {
  static final int SPANS_PER_TRACE = 10;
  static final long DAY_MILLIS = 86_400_000;

  /** 2026-11-01, midnight UTC. */
  static final long START_MILLIS = 1_793_491_200_000L;

  /** The first has 80 % of the traces, the second 15 %, the third 5 %. */
  static final List<String> EXPERIMENTS = List.of("bench-main", "bench-side", "bench-rare");

  static final List<String> TRACE_NAMES =
      List.of(
          "checkout.refund",
          "checkout.cart",
          "support.triage",
          "support.reply",
          "search.answer",
          "search.suggest",
          "report.daily",
          "report.weekly",
          "ingest.parse",
          "ingest.embed",
          "eval.judge",
          "chat.turn");
  static final List<String> TEAMS =
      List.of(
          "payments", "billing", "support", "search", "growth", "platform", "research", "mobile");
  static final List<String> REGIONS =
      List.of("eu-west", "eu-north", "us-east", "us-west", "ap-south");

  /** The most used first, with each its share, its provider and its price per million tokens. */
  static final List<Model> MODELS =
      List.of(
          new Model("gpt-5-mini", "openai", 35, 0.25, 2),
          new Model("claude-sonnet-4-5", "anthropic", 25, 3, 15),
          new Model("gpt-5", "openai", 15, 1.25, 10),
          new Model("gemini-2.5-flash", "google", 12, 0.3, 2.5),
          new Model("claude-haiku-4-5", "anthropic", 8, 1, 5),
          new Model("gemini-2.5-pro", "google", 5, 1.25, 10));

  private static final long SEED = 20_261_101;
  private static final String[] ENVS = {"prod", "prod", "prod", "staging", "dev"};
  private static final String[] CHANNELS = {"web", "mobile", "api", "batch"};
  private static final String[] TIERS = {"free", "free", "pro", "enterprise"};
  private static final double[] TEMPERATURES = {0, 0.2, 0.7, 1};
  private static final long JITTER_MILLIS = 2000;
  private static final int VERSIONS = 20;
  private static final int COMMITS = 40;

  private final int traces;

  /**
   * A workload.
   *
   * @param traces how many traces make up the 24 hours; those behind them go on at the same pace
   */
  Workload(int traces) {
    if (traces < 100) {
      throw new IllegalArgumentException("traces: " + traces + " (expected: 100 or more)");
    }
    this.traces = traces;
  }

  record Model(String name, String provider, int share, double inputPrice, double outputPrice) {}

  int traces() {
    return traces;
  }

  static String traceId(int number) {
    HexFormat hex = HexFormat.of();
    return "tr-"
        + hex.toHexDigits(Bits.scramble(~SEED - number))
        + hex.toHexDigits(Bits.scramble(SEED + number));
  }

  /** Which trace an id is of. */
  static int number(String traceId) {
    return (int) (Bits.unscramble(Long.parseUnsignedLong(traceId.substring(19), 16)) - SEED);
  }

  static String spanId(int trace, int span) {
    return HexFormat.of().toHexDigits(Bits.scramble((trace + 1L) * 64 + span));
  }

  /** The attribute {@code request_ref}, which every span has another value of. */
  static String requestRef(int trace, int span) {
    return "req-" + HexFormat.of().toHexDigits(Bits.scramble(trace * 16L + span), 12);
  }

  TraceSpec trace(int number) {
    SplittableRandom random = new SplittableRandom(SEED + 7919L * number);
    int share = random.nextInt(100);
    long time = time(number, random);
    boolean error = random.nextInt(100) < 2;
    long durationNanos = (long) (900e6 * Math.exp(0.8 * random.nextGaussian()));
    String name = TRACE_NAMES.get(skewed(random, TRACE_NAMES.size()));
    int block = number / 50;
    int session = block * 10 + random.nextInt(10);
    int assessed = random.nextInt(40);
    return new TraceSpec(
        number,
        traceId(number),
        share < 80 ? 0 : share < 95 ? 1 : 2,
        time,
        durationNanos / 1_000_000,
        error,
        name,
        TEAMS.get(skewed(random, TEAMS.size())),
        pick(ENVS, random),
        pick(CHANNELS, random),
        "session-" + HexFormat.of().toHexDigits(Bits.scramble(session), 10),
        "user-" + Math.floorMod(Bits.scramble(session + 1L), Math.max(20, traces / 50)),
        HexFormat.of().toHexDigits(Bits.scramble(part(number, COMMITS) + 200L))
            + HexFormat.of().toHexDigits(Bits.scramble(part(number, COMMITS) + 100L))
            + "00c0ffee",
        "2." + part(number, VERSIONS) + ".0",
        assessed == 0 ? Boolean.valueOf(random.nextInt(3) > 0) : null,
        assessed == 1 ? Double.valueOf(1 + random.nextInt(9) / 2.0) : null,
        spans(name, time * 1_000_000, durationNanos, error, random));
  }

  private long time(int number, SplittableRandom random) {
    long jitter = random.nextLong(-JITTER_MILLIS, JITTER_MILLIS);
    long time = Math.max(0, number * DAY_MILLIS / traces + jitter);
    return START_MILLIS + (number < traces ? Math.min(time, DAY_MILLIS - 1) : time);
  }

  /** Releases follow each other over the day. */
  private int part(int number, int parts) {
    return (int) ((long) number * parts / traces);
  }

  private static List<SpanSpec> spans(
      String traceName, long start, long duration, boolean error, SplittableRandom random) {
    List<SpanSpec> spans = new ArrayList<>(SPANS_PER_TRACE);
    int failing = error ? 1 + random.nextInt(SPANS_PER_TRACE - 1) : -1;
    for (int i = 0; i < SPANS_PER_TRACE; i++) {
      SpanKind kind = i == 0 ? SpanKind.root(traceName) : SpanKind.draw(random);
      Model model = model(random);
      boolean calls = kind.callsModel();
      int input = calls ? 200 + random.nextInt(2800) : 0;
      int output = calls ? 20 + random.nextInt(780) : 0;
      long offset = i == 0 ? 0 : duration * i / (SPANS_PER_TRACE + 1);
      long length =
          i == 0
              ? duration
              : Math.min(duration - offset, (long) (duration * (0.02 + random.nextDouble() / 4)));
      double digits = random.nextBoolean() ? 100 : 1000;
      spans.add(
          new SpanSpec(
              kind.name(random),
              kind.type(),
              i == 0 ? -1 : parent(spans, random),
              start + offset,
              length,
              error && (i == 0 || i == failing),
              model.name(),
              model.provider(),
              TEMPERATURES[random.nextInt(TEMPERATURES.length)],
              REGIONS.get(random.nextInt(REGIONS.size())),
              pick(TIERS, random),
              Math.min(5, Long.numberOfTrailingZeros(random.nextLong())),
              random.nextInt(10) < 3,
              Math.round(random.nextDouble() * digits) / digits,
              input,
              output,
              (input * model.inputPrice() + output * model.outputPrice()) / 1e6));
    }
    return List.copyOf(spans);
  }

  /** A call of a model has no spans below it. */
  private static int parent(List<SpanSpec> above, SplittableRandom random) {
    int parent = random.nextInt(100) < 60 ? 0 : random.nextInt(above.size());
    return above.get(parent).callsModel() ? 0 : parent;
  }

  private static Model model(SplittableRandom random) {
    int share = random.nextInt(100);
    for (Model model : MODELS) {
      share -= model.share();
      if (share < 0) {
        return model;
      }
    }
    throw new IllegalStateException("the shares of the models are less than 100");
  }

  /** Small numbers more often than large ones. */
  private static int skewed(SplittableRandom random, int bound) {
    double at = random.nextDouble();
    return (int) (at * Math.sqrt(at) * bound);
  }

  private static String pick(String[] from, SplittableRandom random) {
    return from[random.nextInt(from.length)];
  }
}
