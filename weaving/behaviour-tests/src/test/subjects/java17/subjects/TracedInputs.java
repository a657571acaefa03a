package subjects;

import dev.spanloom.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of the parameters is recorded. */
public final class TracedInputs {
  private TracedInputs() {}

  @Trace
  static String primitives(
      boolean flag, byte tiny, short small, char letter, int number, long big, float f, double d) {
    return "" + flag + tiny + small + letter + number + big + f + d;
  }

  public static String ofEveryPrimitiveType() {
    return primitives(
        true, (byte) -1, (short) 2, 'c', 4, Long.MAX_VALUE, 1.5f, 2.25);
  }

  @Trace
  static double slots(long a, int b, double c, String d, long e) {
    return a + b + c + d.length() + e;
  }

  /** Values of two slots stand between those of one. */
  public static double ofTwoSlots() {
    return slots(1, 2, 3.5, "four", 5);
  }

  @Trace
  double slotsOfAnInstance(double a, Object b, long c) {
    return a + c;
  }

  public static double ofTwoSlotsBehindThis() {
    return new TracedInputs().slotsOfAnInstance(0.5, null, 3);
  }

  @Trace
  static int arrays(int[] ints, String[] texts, long[][] grid, boolean[] flags) {
    return ints.length + texts.length + grid.length + flags.length;
  }

  public static int ofArrays() {
    return arrays(
        new int[] {1, 2}, new String[] {"a", null}, new long[][] {{1}, {2, 3}}, new boolean[] {true});
  }

  @Trace
  static String nulls(String text, List<String> list, int[] array) {
    return text + list + array;
  }

  public static String ofNulls() {
    return nulls(null, null, null);
  }

  @Trace
  static int reassigned(int number, String text) {
    number = number * 10;
    text = text + "!";
    for (int i = 0; i < 3; i++) {
      number++;
    }
    return number + text.length();
  }

  /** The inputs are what the caller gave. */
  public static int thatAreReassigned() {
    return reassigned(4, "text");
  }

  @Trace
  static int changed(List<String> words) {
    words.clear();
    return words.size();
  }

  /** The inputs are what they were when the call began. */
  public static int thatAreChanged() {
    return changed(new ArrayList<>(List.of("a", "b")));
  }

  @Trace
  static int many(
      int a1, long a2, String a3, double a4, int a5, long a6, String a7, double a8, int a9,
      long a10, String a11, double a12, int a13, long a14, String a15, double a16, int a17,
      long a18, String a19, double a20, int a21, int a22, int a23, int a24, int a25, int a26,
      int a27, int a28, int a29, int a30, int a31, int a32, int a33, int a34, int a35, int a36,
      int a37, int a38, int a39, int a40) {
    return a1 + (int) a2 + a40;
  }

  public static int thatAreMany() {
    return many(
        1, 2, "3", 4, 5, 6, "7", 8, 9, 10, "11", 12, 13, 14, "15", 16, 17, 18, "19", 20, 21, 22, 23,
        24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40);
  }

  @Trace
  static int none() {
    return 1;
  }

  public static int thatAreNone() {
    return none();
  }

  @Trace(captureInputs = false)
  static int hidden(String secret) {
    return secret.length();
  }

  public static int thatAreNotRecorded() {
    return hidden("secret");
  }

  @Trace
  static String login(String user, @Trace.Ignore String password, long at) {
    return user + at;
  }

  public static String thatAreIgnored() {
    return login("bob", "secret", 7);
  }

  @Trace
  static String ask(@Trace.Input("question") String q, @Trace.Input("max_tokens") int n) {
    return q + n;
  }

  public static String thatHaveAnotherName() {
    return ask("why", 5);
  }

  @Trace
  static String onlyIgnored(@Trace.Ignore String password) {
    return "ok";
  }

  public static String thatAreAllIgnored() {
    return onlyIgnored("secret");
  }

  record Question(String text, List<String> tags) {}

  @Trace
  static String structured(Question question, Map<String, Object> options) {
    return question.text();
  }

  public static String thatAreObjects() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("depth", 3);
    options.put("deep", List.of(1, "two"));
    return structured(new Question("why", List.of("a")), options);
  }

  /** An argument that cannot be looked at. */
  static final class Hostile {
    public String getName() {
      throw new IllegalStateException("not now");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("not now either");
    }

    @Override
    public int hashCode() {
      throw new IllegalStateException("nor this");
    }
  }

  @Trace
  static String careful(Hostile hostile, int number) {
    return "done " + number;
  }

  public static String thatAreHostile() {
    return careful(new Hostile(), 3);
  }

  /** A parameter of an inner class's or enum's constructor shifts nothing here. */
  enum Level {
    LOW,
    HIGH;

    @Trace
    boolean above(Level other) {
      return ordinal() > other.ordinal();
    }
  }

  public static boolean ofAnEnum() {
    return Level.HIGH.above(Level.LOW);
  }
}
