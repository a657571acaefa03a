package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a root span that say something of its trace: the way of a program's words where
 * only spans travel. See {@code docs/spec/attribute-conventions.md}.
 */
public final class TraceWords {
  /** Before the key of a tag; MLflow's own. */
  public static final String TAG_PREFIX = "mlflow.traceTag.";

  /** Before the key of a metadata entry. */
  public static final String METADATA_PREFIX = "spanloom.traceMetadata.";

  private static final String FIELD_PREFIX = "spanloom.traceInfo.";
  private static final String CLIENT_REQUEST_ID = FIELD_PREFIX + "clientRequestId";
  private static final String REQUEST_PREVIEW = FIELD_PREFIX + "requestPreview";
  private static final String RESPONSE_PREVIEW = FIELD_PREFIX + "responsePreview";
  private static final String STATE = FIELD_PREFIX + "state";
  private static final Set<String> FIELDS =
      Set.of(CLIENT_REQUEST_ID, REQUEST_PREVIEW, RESPONSE_PREVIEW, STATE);

  /** Sessions and users as OpenTelemetry's conventions have them, which other backends read too. */
  private static final String SESSION = "session.id";

  private static final String USER = "user.id";

  /** What all keys begin with that are not read by some convention anyway. */
  public static final List<String> PREFIXES = List.of(TAG_PREFIX, METADATA_PREFIX, FIELD_PREFIX);

  private TraceWords() {}

  /**
   * The attributes for a root, with all that the program said of its trace but for assessments, and
   * the inputs and outputs that the root has itself.
   */
  public static Map<String, String> attributes(TraceInfo info) {
    Map<String, String> said = new LinkedHashMap<>();
    info.tags()
        .forEach(
            (key, value) -> {
              if (!key.equals(TraceTagKey.SPANS_LOCATION) && !TraceTagKey.isImmutable(key)) {
                said.put(TAG_PREFIX + key, value);
              }
            });
    info.traceMetadata()
        .forEach(
            (key, value) -> {
              switch (key) {
                case TraceMetadataKey.TRACE_SESSION -> said.put(SESSION, value);
                case TraceMetadataKey.TRACE_USER -> said.put(USER, value);
                case TraceMetadataKey.INPUTS, TraceMetadataKey.OUTPUTS -> {
                  // the root's
                }
                default -> said.put(METADATA_PREFIX + key, value);
              }
            });
    put(said, CLIENT_REQUEST_ID, info.clientRequestId());
    put(said, REQUEST_PREVIEW, info.requestPreview());
    put(said, RESPONSE_PREVIEW, info.responsePreview());
    if (isFinal(info.state())) {
      said.put(STATE, info.state().name());
    }
    return said;
  }

  private static void put(Map<String, String> map, String key, @Nullable String value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private static boolean isFinal(TraceState state) {
    return state == TraceState.OK || state == TraceState.ERROR;
  }

  /**
   * The key under which {@link SaidBySpans} keeps what an attribute says; null for one that says no
   * metadata and no field.
   */
  public static @Nullable String metadataKey(String attribute) {
    if (FIELDS.contains(attribute)) {
      return attribute;
    }
    if (!attribute.startsWith(METADATA_PREFIX)) {
      return null;
    }
    String key = attribute.substring(METADATA_PREFIX.length());
    return key.equals(SaidBySpans.KEY) || FIELDS.contains(key) ? null : key;
  }

  static boolean isField(String key) {
    return FIELDS.contains(key);
  }

  /** Sets a field that nobody has said. */
  static void setField(TraceInfo.Builder shown, TraceInfo said, String key, String value) {
    switch (key) {
      case CLIENT_REQUEST_ID -> {
        if (said.clientRequestId() == null) {
          shown.clientRequestId(value);
        }
      }
      case REQUEST_PREVIEW -> {
        if (said.requestPreview() == null) {
          shown.requestPreview(value);
        }
      }
      case RESPONSE_PREVIEW -> {
        if (said.responsePreview() == null) {
          shown.responsePreview(value);
        }
      }
      default -> {
        if (!isFinal(said.state())
            && (value.equals(TraceState.OK.name()) || value.equals(TraceState.ERROR.name()))) {
          shown.state(TraceState.valueOf(value));
        }
      }
    }
  }
}
