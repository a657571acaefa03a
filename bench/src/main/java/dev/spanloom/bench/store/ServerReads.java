package dev.spanloom.bench.store;

import dev.spanloom.bench.store.ReadQuestions.Question;
import dev.spanloom.entities.Experiment;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.SpanloomServer;
import dev.spanloom.storage.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What readers wait for at a server: whole traces of 10, 1,000 and 10,000 spans, and pages of 100
 * of a store of 20,000 traces; server and reader in one process. {@code ServerReads URI [TRACES]},
 * such as {@code ServerReads sqlite:/var/tmp/reads.db}; the store must be empty, or what a run
 * before left there. A trace of 10 spans is asked for first of all; then everything, and everything
 * once more when the server has been in use for some time: a JVM that has just begun runs most of
 * its code for the first time; and at last over a plain socket: the JDK's client, which shares the
 * cores with the server, takes a part of the time of a large reply. The first figure is true of a
 * store that was loaded before.
 */
public final class ServerReads {
  private static final int TRACES = 20_000;
  private static final int FIRST = 200;
  private static final int WORN_IN = 5_000;
  private static final Duration MOST_WEAR = Duration.ofSeconds(10);
  private static final List<Integer> SIZES = List.of(10, 1_000, 10_000);

  private ServerReads() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length == 0) {
      System.err.println("usage: ServerReads URI [TRACES]   (such as sqlite:reads.db)");
      System.exit(2);
    }
    System.out.println(
        run(args[0], args.length > 1 ? Integer.parseInt(args[1]) : TRACES, SIZES, MOST_WEAR));
  }

  /**
   * The figures as Markdown.
   *
   * @param wear for how long each question is asked at most before the server counts as in use
   */
  static String run(String uri, int traces, List<Integer> sizes, Duration wear)
      throws InterruptedException {
    Stage stage = Stage.of(uri, traces);
    try (BenchStore bench = stage.bench()) {
      if (bench.store().health().stats().traces() != traces + sizes.size()) {
        StoreLoad.run(stage);
        for (int size : sizes) {
          bench
              .store()
              .writer()
              .write(new WriteBatch(List.of(), ReadQuestions.spans(size), Experiment.DEFAULT_ID));
        }
      }
      try (SpanloomServer server =
          SpanloomServer.start(bench.store(), ServerOptions.defaults().withPort(0))) {
        ReadQuestions reads = new ReadQuestions(server.uri());
        List<Question> questions = questions(sizes, stage.experimentIds().get(SearchSet.MAIN));
        Question smallest = questions.get(0);
        stage.put(
            smallest.name() + ", the first " + FIRST,
            Measure.first(FIRST, run -> reads.send(smallest)));
        for (Question question : questions) {
          stage.put(question.name(), reads.measured(question));
        }
        for (Question question : questions) {
          Measure.wearIn(WORN_IN, wear, run -> reads.send(question));
        }
        for (Question question : questions) {
          stage.put(question.name() + ", in use", reads.measured(question));
        }
        try (PlainConnection connection = PlainConnection.to(server.uri())) {
          for (Question question : questions) {
            stage.put(
                question.name() + ", in use, plain socket",
                ReadQuestions.measured(question, run -> sent(connection, question)));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return stage.table().toString();
  }

  private static List<Question> questions(List<Integer> sizes, String experiment) {
    List<Question> questions = new ArrayList<>();
    for (int size : sizes) {
      questions.add(ReadQuestions.trace(size));
    }
    questions.add(ReadQuestions.search("the newest " + ReadQuestions.PAGE, experiment, ""));
    questions.add(ReadQuestions.search("status = 'ERROR'", experiment, "status = 'ERROR'"));
    questions.add(
        ReadQuestions.search(
            "tag and metadata",
            experiment,
            "tag.team = 'search' AND metadata.app_version LIKE '2.%'"));
    return questions;
  }

  private static byte[] sent(PlainConnection connection, Question question) {
    try {
      return connection.ask(question.path(), question.json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
