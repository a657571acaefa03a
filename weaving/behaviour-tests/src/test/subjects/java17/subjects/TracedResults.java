package subjects;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.OutputReducer;
import dev.spanloom.Trace;
import dev.spanloom.weaving.behaviour.fork.Probe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What of the result is recorded, and when the span ends. */
public final class TracedResults {
  private TracedResults() {}

  @Trace
  static String text() {
    return "text";
  }

  @Trace
  static void nothing(int x) {
    Probe.say("nothing");
  }

  @Trace
  static boolean flag() {
    return true;
  }

  @Trace
  static char letter() {
    return 'c';
  }

  @Trace
  static long big() {
    return Long.MIN_VALUE;
  }

  @Trace
  static double real() {
    return 2.5;
  }

  @Trace
  static float single() {
    return 1.5f;
  }

  @Trace
  static byte tiny() {
    return -3;
  }

  @Trace
  static short small() {
    return 300;
  }

  @Trace
  static int[] array() {
    return new int[] {1, 2};
  }

  @Trace
  static String nullText() {
    return null;
  }

  @Trace
  static List<String> list() {
    return List.of("a", "b");
  }

  public static String plain() {
    return text();
  }

  public static String ofVoid() {
    nothing(1);
    return "done";
  }

  public static String ofPrimitives() {
    return "" + flag() + letter() + big() + real() + single() + tiny() + small();
  }

  public static int ofAnArray() {
    return array().length;
  }

  public static String ofNull() {
    return nullText();
  }

  public static List<String> ofAList() {
    return list();
  }

  @Trace(captureOutputs = false)
  static String hidden() {
    return "secret";
  }

  public static String notRecorded() {
    return hidden();
  }

  @Trace
  static String explicit() {
    Mlflow.getCurrentActiveSpan().setOutputs("explicit");
    return "returned";
  }

  public static String setByTheMethod() {
    return explicit();
  }

  @Trace
  static String renamed() {
    LiveSpan span = Mlflow.getCurrentActiveSpan();
    Probe.note("current", span.name());
    span.setName("another").setAttribute("inside", true).setSpanType("AGENT");
    return "done";
  }

  public static String changedByTheMethod() {
    return renamed();
  }

  // ---- futures

  @Trace
  static CompletableFuture<String> later(CompletableFuture<String> future) {
    return future;
  }

  public static String aFutureThatCompletesLater() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    CompletableFuture<String> traced = later(future);
    Probe.note("same", traced == future);
    Probe.note("current", Mlflow.getCurrentActiveSpan().isRecording());
    Probe.note("ended before", ended());
    Thread thread = new Thread(() -> future.complete("late"));
    thread.start();
    thread.join();
    return traced.get();
  }

  private static String ended() {
    Mlflow.flush();
    return String.valueOf(
        Mlflow.searchTraces().traces().stream()
            .flatMap(trace -> trace.data().spans().stream())
            .filter(span -> span.isEnded())
            .count());
  }

  public static void aFutureThatFailsLater() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    CompletableFuture<String> traced = later(future);
    IOException broken = Probe.thrown(new IOException("broken"));
    future.completeExceptionally(broken);
    try {
      traced.join();
    } catch (CompletionException e) {
      Probe.note("cause", e.getCause() == broken);
    }
  }

  public static void aFutureThatIsCancelled() {
    CompletableFuture<String> traced = later(new CompletableFuture<>());
    traced.cancel(true);
    try {
      traced.join();
    } catch (CancellationException e) {
      Probe.note("cancelled", true);
    }
  }

  public static String aFutureThatIsDone() {
    return later(CompletableFuture.completedFuture("soon")).join();
  }

  @Trace
  static CompletionStage<Integer> stage(int x) {
    return CompletableFuture.supplyAsync(
        () -> {
          Probe.note("current inside", Mlflow.getCurrentActiveSpan().isRecording());
          return x * 2;
        });
  }

  public static int aStage() {
    return stage(4).toCompletableFuture().join();
  }

  @Trace
  static CompletableFuture<String> failsAtOnce() {
    throw Probe.thrown(new IllegalStateException("broken"));
  }

  public static void aFutureThatNeverComesToBe() {
    failsAtOnce();
  }

  @Trace
  static CompletableFuture<String> nullFuture() {
    return null;
  }

  public static Object aFutureThatIsNull() {
    return nullFuture();
  }

  // ---- streams

  @Trace
  static Stream<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed();
  }

  public static Object aStreamThatIsDrained() {
    return numbers(3).map(x -> x * 10).collect(Collectors.toList());
  }

  public static Object aStreamThatIsClosedEarly() {
    try (Stream<Integer> stream = numbers(10)) {
      Iterator<Integer> items = stream.iterator();
      return items.next() + items.next();
    }
  }

  @Trace
  static Stream<Integer> failing() {
    return Stream.of(1, 2, 3)
        .map(
            x -> {
              if (x == 3) {
                throw Probe.thrown(new IllegalStateException("broken"));
              }
              return x;
            });
  }

  public static void aStreamThatFails() {
    failing().forEach(x -> Probe.say("got" + x));
  }

  /** Adds up what comes. */
  public static final class Sum implements OutputReducer {
    @Override
    public Object apply(List<Object> items) {
      return items.stream().mapToInt(item -> (Integer) item).sum();
    }
  }

  @Trace(outputReducer = Sum.class)
  static Stream<Integer> summed(int n) {
    return IntStream.range(0, n).boxed();
  }

  public static Object aStreamWithAReducer() {
    return summed(4).toList();
  }

  @Trace(outputReducer = OutputReducer.JoinedText.class)
  static Iterator<String> words() {
    return new ArrayList<>(List.of("My ", "favourite ", "colour")).iterator();
  }

  public static String anIteratorWithJoinedText() {
    StringBuilder text = new StringBuilder();
    words().forEachRemaining(text::append);
    return text.toString();
  }

  @Trace
  static Iterator<String> listIterator() {
    return List.of("a", "b").listIterator();
  }

  /** Its class says more than the method does: who knows that may rely on it. */
  public static Object anIteratorThatCanDoMore() {
    return ((java.util.ListIterator<String>) listIterator()).hasPrevious();
  }

  /** Cannot cope with what comes. */
  public static final class Clumsy implements OutputReducer {
    @Override
    public Object apply(List<Object> items) {
      throw new IllegalStateException("too many");
    }
  }

  @Trace(outputReducer = Clumsy.class)
  static Stream<String> clumsy() {
    return Stream.of("a", "b");
  }

  public static Object aReducerThatFails() {
    return clumsy().toList();
  }

  @Trace(captureOutputs = false)
  static Stream<String> hiddenItems() {
    return Stream.of("secret", "secret");
  }

  public static Object aStreamThatIsNotRecorded() {
    return hiddenItems().toList();
  }

  @Trace
  static Iterator<Integer> iterator(int n) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < n;
      }

      @Override
      public Integer next() {
        try (var span = Mlflow.startSpan("item " + next)) {
          return next++;
        }
      }
    };
  }

  /** Spans of the iterator's own code are below it, those of the consumer are not. */
  public static Object anIterator() {
    List<Integer> items = new ArrayList<>();
    Iterator<Integer> iterator = iterator(2);
    while (iterator.hasNext()) {
      items.add(iterator.next());
      Probe.say("recording:" + Mlflow.getCurrentActiveSpan().isRecording());
    }
    return items;
  }

  @Trace
  static Flow.Publisher<String> plainPublisher() {
    return subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              private int sent;

              @Override
              public void request(long n) {
                for (long i = 0; i < n && sent < 2; i++) {
                  subscriber.onNext("item" + sent++);
                }
                if (sent == 2) {
                  sent++;
                  subscriber.onComplete();
                }
              }

              @Override
              public void cancel() {}
            });
  }

  public static void aPublisher() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    plainPublisher()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(10);
              }

              @Override
              public void onNext(String item) {
                Probe.say(item);
              }

              @Override
              public void onError(Throwable error) {
                done.countDown();
              }

              @Override
              public void onComplete() {
                done.countDown();
              }
            });
    done.await();
  }

  // ---- what no stand-in can be returned for

  @Trace
  static ArrayList<String> concrete() {
    return new ArrayList<>(List.of("a"));
  }

  public static Object aConcreteClass() {
    ArrayList<String> list = concrete();
    return list.getClass().getName() + list.size();
  }

  @Trace
  static SubmissionPublisher<String> ownPublisher() {
    return new SubmissionPublisher<>();
  }

  /** The method promises more than a publisher: the result must stay what it is. */
  public static Object aConcretePublisher() {
    try (SubmissionPublisher<String> publisher = ownPublisher()) {
      return publisher.getClass().getSimpleName();
    }
  }

  @Trace
  static Object anything() {
    return Stream.of("a", "b");
  }

  public static Object aStreamAsObject() {
    return ((Stream<?>) anything()).toList();
  }

  @Trace
  static java.util.Scanner scanner() {
    return new java.util.Scanner("a b");
  }

  public static Object anIteratorOfAnotherType() {
    return scanner().next();
  }
}
