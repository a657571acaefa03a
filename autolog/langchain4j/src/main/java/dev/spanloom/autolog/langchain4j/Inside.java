package dev.spanloom.autolog.langchain4j;

import dev.spanloom.autolog.CallContext;
import org.jspecify.annotations.Nullable;

/** Runs what may throw anything where a call was made. */
final class Inside {
  private Inside() {}

  /** A call of the program. */
  interface Call {
    @Nullable Object make() throws Throwable;
  }

  static @Nullable Object call(CallContext context, Call call) throws Throwable {
    Throwable[] thrown = {null};
    Object result =
        context.call(
            () -> {
              try {
                return call.make();
              } catch (Throwable e) {
                thrown[0] = e;
                return null;
              }
            });
    if (thrown[0] != null) {
      throw thrown[0];
    }
    return result;
  }
}
