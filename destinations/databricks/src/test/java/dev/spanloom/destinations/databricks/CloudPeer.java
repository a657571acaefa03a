package dev.spanloom.destinations.databricks;

import dev.spanloom.destinations.databricks.StoreCredentials.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The store of a workspace's cloud, which knows who comes by the signature of the URI alone, and
 * refuses what S3, Google's store, Azure's blobs and its data lake refuse.
 */
final class CloudPeer extends Peer {
  static final String SIGNATURE = "s3cr3t-signature";

  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, byte[]> appended = new TreeMap<>();

  synchronized Map<String, byte[]> files() {
    return new TreeMap<>(files);
  }

  synchronized void put(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What a workspace gives out for a file. */
  Map<String, Object> credentials(Kind kind, String path) {
    List<Map<String, String>> headers = new ArrayList<>();
    headers.add(Map.of("name", "x-given-" + kind.name().toLowerCase(), "value", "1"));
    headers.add(Map.of("name", "Host", "value", "of the client"));
    return Map.of(
        "credential_info",
        Map.of(
            "type",
            kind.name(),
            "signed_uri",
            uri() + path + "?sig=" + SIGNATURE + "&kind=" + kind,
            "headers",
            headers));
  }

  private static Refused refused(int status, String code) {
    return new Refused(
        Answer.text(
            status, "<Error><Code>" + code + "</Code><Sent>" + SIGNATURE + "</Sent></Error>"));
  }

  @Override
  synchronized Answer answer(Request request) {
    if (request.header("Authorization") != null) {
      throw refused(400, "InvalidArgument"); // S3: only one auth mechanism allowed
    }
    if (!request.first("sig").equals(SIGNATURE)) {
      throw refused(403, "SignatureDoesNotMatch");
    }
    Kind kind = Kind.valueOf(request.first("kind"));
    if (request.header("x-given-" + kind.name().toLowerCase()) == null) {
      throw refused(400, "MissingHeader");
    }
    if (request.method().equals("GET")) {
      byte[] file = files.get(request.path());
      if (file == null) {
        throw refused(404, "NoSuchKey");
      }
      return new Answer(200, Map.of(), file);
    }
    return kind == Kind.AZURE_ADLS_GEN2_SAS_URI ? lake(request) : put(request, kind);
  }

  private Answer put(Request request, Kind kind) {
    if (!request.method().equals("PUT")) {
      throw refused(405, "MethodNotAllowed");
    }
    if (kind == Kind.AZURE_SAS_URI && !"BlockBlob".equals(request.header("x-ms-blob-type"))) {
      throw refused(400, "MissingRequiredHeader");
    }
    files.put(request.path(), request.body());
    return new Answer(kind == Kind.AZURE_SAS_URI ? 201 : 200, Map.of(), new byte[0]);
  }

  /** A file is made, filled from a position on, and there once it is flushed to its length. */
  private Answer lake(Request request) {
    String path = request.path();
    String step = request.method() + " " + request.first("resource") + request.first("action");
    switch (step) {
      case "PUT file" -> appended.put(path, new byte[0]);
      case "PATCH append" -> {
        if (!appended.containsKey(path) || !request.first("position").equals("0")) {
          throw refused(400, "InvalidFlushPosition");
        }
        appended.put(path, request.body());
      }
      case "PATCH flush" -> {
        byte[] file = appended.remove(path);
        if (file == null || !request.first("position").equals(Integer.toString(file.length))) {
          throw refused(400, "InvalidFlushPosition");
        }
        files.put(path, file);
      }
      default -> throw refused(400, "InvalidQueryParameterValue");
    }
    return new Answer(202, Map.of(), new byte[0]);
  }
}
