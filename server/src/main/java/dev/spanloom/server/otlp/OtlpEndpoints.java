package dev.spanloom.server.otlp;

import com.linecorp.armeria.server.ServerBuilder;
import dev.spanloom.storage.TraceStore;
import java.util.Map;

/** Where OpenTelemetry sends traces to. */
public final class OtlpEndpoints {
  static final String HTTP_PATH = "/v1/traces";
  static final String GRPC_PATH = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

  private final OtlpIngest ingest;
  private final int mostDecodedBytes;

  /**
   * Makes them.
   *
   * @param experimentsByService where spans go whose request names no experiment: the name of one
   *     by {@code service.name}
   * @param limits of spans
   * @param mostDecodedBytes of a request, once it is decompressed
   * @param rejections is told of what does not come to the store
   */
  public OtlpEndpoints(
      TraceStore store,
      Map<String, String> experimentsByService,
      SpanLimits limits,
      int mostDecodedBytes,
      Rejections rejections) {
    this.ingest =
        new OtlpIngest(
            store,
            new ExperimentRouting(store.experiments(), experimentsByService),
            limits,
            rejections);
    this.mostDecodedBytes = mostDecodedBytes;
  }

  public void register(ServerBuilder builder) {
    builder.route().post(HTTP_PATH).build(new OtlpHttp(ingest, mostDecodedBytes).asHttpService());
    builder.route().post(GRPC_PATH).build(new OtlpGrpc(ingest, mostDecodedBytes).asHttpService());
  }
}
