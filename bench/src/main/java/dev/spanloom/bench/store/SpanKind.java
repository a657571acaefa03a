package dev.spanloom.bench.store;

import dev.spanloom.entities.SpanType;
import java.util.List;
import java.util.SplittableRandom;

/** The kinds of spans of the workload: how many of 100 there are below a root, and their names. */
enum SpanKind {
  ROOT(SpanType.AGENT, 0, "unused"),
  LLM(SpanType.LLM, 30, "generate_answer", "ChatModel.call", "summarize"),
  TOOL(SpanType.TOOL, 25, "search_orders", "get_weather", "run_sql", "send_mail"),
  RETRIEVER(SpanType.RETRIEVER, 15, "vector_search", "bm25_search"),
  EMBEDDING(SpanType.EMBEDDING, 10, "embed_query"),
  RERANKER(SpanType.RERANKER, 5, "rerank"),
  CHAIN(SpanType.CHAIN, 10, "prompt_template", "route"),
  PARSER(SpanType.PARSER, 5, "parse_json");

  private final String type;
  private final int share;
  private final List<String> names;

  SpanKind(String type, int share, String... names) {
    this.type = type;
    this.share = share;
    this.names = List.of(names);
  }

  String type() {
    return type;
  }

  String name(SplittableRandom random) {
    return names.get(random.nextInt(names.size()));
  }

  static SpanKind draw(SplittableRandom random) {
    int at = random.nextInt(100);
    for (SpanKind kind : values()) {
      at -= kind.share;
      if (at < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the shares of the kinds are less than 100");
  }
}
