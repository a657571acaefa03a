package dev.spanloom.conventions;

import java.util.Locale;

/** What the tables have sources for. */
enum Target {
  INPUTS("`mlflow.spanInputs`"),
  OUTPUTS("`mlflow.spanOutputs`"),
  TYPE("`mlflow.spanType`"),
  MODEL("`mlflow.llm.model`"),
  PROVIDER("`mlflow.llm.provider`"),
  INPUT_TOKENS("`mlflow.chat.tokenUsage` input"),
  OUTPUT_TOKENS("`mlflow.chat.tokenUsage` output"),
  TOTAL_TOKENS("`mlflow.chat.tokenUsage` total"),
  CACHE_READ_TOKENS("`mlflow.chat.tokenUsage` read from cache"),
  CACHE_CREATION_TOKENS("`mlflow.chat.tokenUsage` written to cache"),
  INPUT_COST("`mlflow.llm.cost` input"),
  OUTPUT_COST("`mlflow.llm.cost` output"),
  TOTAL_COST("`mlflow.llm.cost` total"),
  TOOLS("`mlflow.chat.tools`"),
  SESSION("trace metadata `mlflow.trace.session`"),
  USER("trace metadata `mlflow.trace.user`"),
  TRACE_NAME("trace tag `mlflow.traceName`, from a root"),
  TAGS("trace tag of the same key, from a root");

  private final String title;

  Target(String title) {
    this.title = title;
  }

  /** For people, in Markdown. */
  String title() {
    return title;
  }

  /** Its name in the tables. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
