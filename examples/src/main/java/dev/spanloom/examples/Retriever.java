package dev.spanloom.examples;

import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import dev.spanloom.entities.Document;
import dev.spanloom.entities.SpanType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** RETRIEVER spans: documents as outputs, and reading them back. */
public final class Retriever {
  private static final List<Document> DOCUMENTS =
      List.of(
          // Create Document objects (required for RETRIEVER spans)
          Document.builder("The content of the document...")
              .docUri("path/to/document.md")
              .chunkId("chunk_001")
              .relevanceScore(0.95)
              .metadata("source", "knowledge_base")
              .id("doc_123") // Optional document ID
              .build(),
          Document.builder("Another relevant section...")
              .docUri("path/to/other.md")
              .chunkId("chunk_042")
              .relevanceScore(0.87)
              .build());

  private Retriever() {}

  @Trace(spanType = SpanType.RETRIEVER)
  public static List<Map<String, @Nullable Object>> retrieveDocuments(String query) {
    var span = Mlflow.getCurrentActiveSpan();

    // Set outputs as Document objects for proper UI rendering
    span.setOutputs(DOCUMENTS);

    // Return in your preferred format
    return DOCUMENTS.stream().map(Document::toMap).toList();
  }

  /** Access retriever outputs. */
  public static void printRetrieved() {
    String lastTraceId = Mlflow.getLastActiveTraceId().orElseThrow();
    var trace = Mlflow.getTrace(lastTraceId).orElseThrow();

    var retrieverSpan = trace.searchSpansByType(SpanType.RETRIEVER).get(0);

    for (var doc : retrieverSpan.documents()) {
      var uri = doc.metadata().getOrDefault("doc_uri", "");
      var score = doc.metadata().getOrDefault("relevance_score", 0);
      System.out.println("Document from " + uri + " (score: " + score + ")");
    }
  }

  public static void main(String[] args) {
    retrieveDocuments("What is ML?");
    printRetrieved();
  }
}
