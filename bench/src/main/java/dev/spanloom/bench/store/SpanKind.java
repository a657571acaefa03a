package dev.spanloom.bench.store;

import dev.spanloom.entities.SpanType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A kind of span of the workload.
 *
 * @param share how many of 100 spans below a root are of it
 * @param names what such spans are called
 */
record SpanKind(String type, int share, List<String> names) {
  private static final List<SpanKind> BELOW_ROOT =
      List.of(
          new SpanKind(SpanType.LLM, 30, List.of("generate_answer", "ChatModel.call", "summarize")),
          new SpanKind(
              SpanType.TOOL, 25, List.of("search_orders", "get_weather", "run_sql", "send_mail")),
          new SpanKind(SpanType.RETRIEVER, 15, List.of("vector_search", "bm25_search")),
          new SpanKind(SpanType.EMBEDDING, 10, List.of("embed_query")),
          new SpanKind(SpanType.RERANKER, 5, List.of("rerank")),
          new SpanKind(SpanType.CHAIN, 10, List.of("prompt_template", "route")),
          new SpanKind(SpanType.PARSER, 5, List.of("parse_json")));

  boolean callsModel() {
    return type.equals(SpanType.LLM);
  }

  String name(SplittableRandom random) {
    return names.get(random.nextInt(names.size()));
  }

  static SpanKind root(String name) {
    return new SpanKind(SpanType.AGENT, 0, List.of(name));
  }

  static SpanKind draw(SplittableRandom random) {
    int at = random.nextInt(100);
    for (SpanKind kind : BELOW_ROOT) {
      at -= kind.share;
      if (at < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the shares of the kinds are less than 100");
  }
}
