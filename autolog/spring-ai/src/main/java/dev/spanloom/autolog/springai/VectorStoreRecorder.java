package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;

/** Vector stores: RETRIEVER spans with MLflow's documents for searches, TASK spans for the rest. */
final class VectorStoreRecorder extends Recorder<VectorStoreObservationContext> {
  VectorStoreRecorder() {
    super(VectorStoreObservationContext.class);
  }

  private static boolean isQuery(VectorStoreObservationContext context) {
    return VectorStoreObservationContext.Operation.QUERY.value().equals(context.getOperationName());
  }

  @Override
  ModelOperation operation(VectorStoreObservationContext context) {
    return new ModelOperation(
        "VectorStore." + context.getOperationName(),
        isQuery(context) ? SpanType.RETRIEVER : SpanType.TASK,
        null,
        null);
  }

  @Override
  void started(VectorStoreObservationContext context, ModelCall call) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    put(attributes, "db.system", context.getDatabaseSystem());
    put(attributes, "db.collection.name", context.getCollectionName());
    put(attributes, "db.namespace", context.getNamespace());
    SearchRequest request = context.getQueryRequest();
    if (request != null) {
      attributes.put("top_k", request.getTopK());
      attributes.put("similarity_threshold", request.getSimilarityThreshold());
    }
    call.span().setAttributes(attributes);
    if (request != null && call.recordsContent()) {
      Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
      inputs.put("query", request.getQuery());
      inputs.put("top_k", request.getTopK());
      inputs.put("similarity_threshold", request.getSimilarityThreshold());
      if (request.hasFilterExpression()) {
        inputs.put("filter", String.valueOf(request.getFilterExpression()));
      }
      call.request(inputs, Map.of(), null);
    }
  }

  private static void put(Map<String, Object> map, String key, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      map.put(key, value);
    }
  }

  @Override
  Outcome outcome(VectorStoreObservationContext context, ModelCall call) {
    List<Document> found = context.getQueryResponse();
    if (!isQuery(context) || found == null) {
      return Outcome.of(null);
    }
    call.span().setAttribute("count", found.size());
    return Outcome.of(call.recordsContent() ? Documents.of(found) : null);
  }
}
