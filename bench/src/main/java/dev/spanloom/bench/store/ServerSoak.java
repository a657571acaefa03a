package dev.spanloom.bench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Eight writers at four fifths of what the server takes, and four readers; in the middle the server
 * is killed and started again. Every trace that was acknowledged has to be there at the end, each
 * span once, and the memory of the server has to stay where it is. {@code ServerSoak URI
 * [SECONDS]}, such as {@code ServerSoak sqlite:/var/tmp/soak.db 600}.
 */
public final class ServerSoak {
  private static final int WRITERS = 8;
  private static final int READERS = 4;
  private static final int SECONDS = 600;
  private static final double SHARE = 0.8;
  private static final int MOST_MEASURED_SECONDS = 30;
  private static final String HEAP = "512m";

  /** How much more memory the last third of the time may take than the second. */
  private static final double MOST_GROWTH = 1.15;

  private final String store;
  private final int seconds;
  private final Path log;
  private final List<Long> megabytes = new ArrayList<>();

  ServerSoak(String store, int seconds, Path log) {
    this.store = store;
    this.seconds = seconds;
    this.log = log;
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      System.err.println("usage: ServerSoak URI [SECONDS]   (such as sqlite:soak.db 600)");
      System.exit(2);
    }
    Path log = Files.createTempFile("spanloom-soak", ".log");
    System.err.println("lines of the server: " + log);
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : SECONDS;
    System.out.println(new ServerSoak(args[0], seconds, log).run());
  }

  /** The figures as Markdown. */
  String run() throws IOException, InterruptedException {
    SoakedServer server = SoakedServer.start(store, 0, HEAP, log);
    try (SoakClients clients = new SoakClients(server.uri(), WRITERS, READERS)) {
      int measured = Math.max(1, Math.min(MOST_MEASURED_SECONDS, seconds / 10));
      double capacity = capacity(clients, measured);
      clients.pace(capacity * SHARE);
      watch(seconds / 2 - 2 * measured, clients);

      int port = server.uri().getPort();
      server.kill();
      TimeUnit.SECONDS.sleep(1);
      server = SoakedServer.start(store, port, HEAP, log);
      int half = seconds - seconds / 2;
      for (int i = 0; i < half; i++) {
        watch(1, clients);
        megabytes.add(server.residentMegabytes());
      }
      clients.close();
      clients.check();
      clients.verifyAll();
      return table(server, clients, capacity);
    } finally {
      server.close();
    }
  }

  /** Traces a second at full speed, once it has got going. */
  private static double capacity(SoakClients clients, int atLeastSeconds)
      throws InterruptedException {
    do {
      watch(atLeastSeconds, clients);
    } while (clients.acknowledgedTraces() == 0);
    int before = clients.acknowledgedTraces();
    long start = System.nanoTime();
    do {
      watch(atLeastSeconds, clients);
    } while (clients.acknowledgedTraces() == before);
    return (clients.acknowledgedTraces() - before) / ((System.nanoTime() - start) / 1e9);
  }

  private static void watch(int seconds, SoakClients clients) throws InterruptedException {
    for (int i = 0; i < seconds; i++) {
      TimeUnit.SECONDS.sleep(1);
      clients.check();
    }
  }

  private String table(SoakedServer server, SoakClients clients, double capacity) {
    int third = megabytes.size() / 3;
    long second = most(megabytes.subList(third, 2 * third));
    long last = most(megabytes.subList(2 * third, megabytes.size()));
    Checks.that(
        seconds < SECONDS || last <= second * MOST_GROWTH,
        "the memory of the last third of the time is no more than that of the second, " + second,
        last);
    return String.format(
        Locale.ROOT,
        "| What | %,d s, %d writers, %d readers |%n|---|---|%n"
            + "| capacity, spans/s | %,.0f |%n"
            + "| traces acknowledged, all found with each span once | %,d |%n"
            + "| requests sent again | %,d |%n"
            + "| write, p50 / p95 ms | %s |%n"
            + "| reads | %,d |%n"
            + "| read, p50 / p95 ms | %s |%n"
            + "| start after kill -9 until it listens | %,d ms |%n"
            + "| resident memory of the thirds after the kill, most MB | %d, %d, %d |",
        seconds,
        WRITERS,
        READERS,
        capacity * Workload.SPANS_PER_TRACE,
        clients.acknowledgedTraces(),
        clients.retries(),
        clients.writes(),
        clients.reads(),
        clients.readings(),
        server.startMillis(),
        most(megabytes.subList(0, third)),
        second,
        last);
  }

  private static long most(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
