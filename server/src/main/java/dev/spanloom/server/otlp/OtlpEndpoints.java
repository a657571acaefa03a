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
   * @param mostDecodedBytes of a request, once it is decompressed
   */
  public OtlpEndpoints(
      TraceStore store, Map<String, String> experimentsByService, int mostDecodedBytes) {
    this.ingest =
        new OtlpIngest(
            store.writer(), new ExperimentRouting(store.experiments(), experimentsByService));
    this.mostDecodedBytes = mostDecodedBytes;
  }

  public void register(ServerBuilder builder) {
    builder.route().post(HTTP_PATH).build(new OtlpHttp(ingest, mostDecodedBytes).asHttpService());
    builder.route().post(GRPC_PATH).build(new OtlpGrpc(ingest, mostDecodedBytes).asHttpService());
  }
}
