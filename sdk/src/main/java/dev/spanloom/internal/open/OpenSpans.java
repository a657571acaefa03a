package dev.spanloom.internal.open;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The spans that are open in this process, for test kits. Thread-safe. */
public final class OpenSpans {
  private static final String SDK_PACKAGE = "dev.spanloom";

  private static volatile Supplier<List<OpenSpan>> source = List::of;
  private static volatile boolean sitesKept;

  private OpenSpans() {}

  /**
   * One open span.
   *
   * @param startedAt where the program started it; null unless that was kept
   */
  public record OpenSpan(
      String traceId, String spanId, String name, @Nullable StackTraceElement startedAt) {}

  /** The spans that are open now. */
  public static List<OpenSpan> list() {
    return source.get();
  }

  /** Called by the SDK when tracing starts. */
  public static void setSource(Supplier<List<OpenSpan>> openSpans) {
    source = openSpans;
  }

  /** Whether spans note where they are started, which costs a look at the stack for each. */
  public static void keepSites(boolean keep) {
    sitesKept = keep;
  }

  public static boolean areSitesKept() {
    return sitesKept;
  }

  /** The innermost frame on this thread's stack that is not the SDK's own. */
  public static @Nullable StackTraceElement callSite() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !isOfSdk(frame.getClassName()))
                    .findFirst()
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .orElse(null));
  }

  private static boolean isOfSdk(String className) {
    String itsPackage = className.substring(0, Math.max(0, className.lastIndexOf('.')));
    return itsPackage.equals(SDK_PACKAGE) || itsPackage.startsWith(SDK_PACKAGE + ".internal");
  }
}
