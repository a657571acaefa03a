package dev.spanloom.weaving;

/** How class files name what weaving looks for. */
final class Names {
  static final String TRACE = "Ldev/spanloom/Trace;";
  static final String TRACE_ATTRIBUTE = "Ldev/spanloom/Trace$Attribute;";
  static final String TRACE_IGNORE = "Ldev/spanloom/Trace$Ignore;";
  static final String TRACE_INPUT = "Ldev/spanloom/Trace$Input;";
  static final String OUTPUT_REDUCER = "dev/spanloom/OutputReducer";
  static final String DEFAULT_REDUCER = "dev/spanloom/OutputReducer$Items";
  static final String LIVE_SPAN = "dev/spanloom/LiveSpan";
  static final String AUTO_CLOSEABLE = "java/lang/AutoCloseable";
  static final String WOVEN_CALLS = "dev/spanloom/internal/woven/WovenCalls";

  private static final String SDK = "dev/spanloom/";

  private Names() {}

  /** True for the classes that weaving itself stands on. */
  static boolean isOfSdk(String internalName) {
    return internalName.startsWith(SDK)
        && (internalName.indexOf('/', SDK.length()) < 0
            || internalName.startsWith("internal/", SDK.length())
            || internalName.startsWith("entities/", SDK.length())
            || internalName.startsWith("destination/", SDK.length())
            || internalName.startsWith("integration/", SDK.length())
            || internalName.startsWith("weaving/", SDK.length()));
  }
}
