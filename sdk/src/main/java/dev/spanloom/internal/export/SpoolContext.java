package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.spool.SharedRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the spans of many traces share, written once in each segment: where they come from, and the
 * experiment they go to, by name where it was not looked up yet.
 *
 * <pre>
 * 1 resource | 2 its schema URL | 3 scope | 4 its schema URL
 * 5 repeated {1 key, 2 value} of the traces' metadata | 6 name of the experiment | 7 location, JSON
 * </pre>
 */
public final class SpoolContext {
  private static final byte[] NOTHING = {};
  static final SpoolContext UNKNOWN = new SpoolContext();

  private byte[] resource = NOTHING;
  private String resourceSchemaUrl = "";
  private byte[] scope = NOTHING;
  private String scopeSchemaUrl = "";
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private @Nullable String experimentName;
  private @Nullable TraceLocation location;

  private SpoolContext() {}

  /**
   * Encodes one.
   *
   * @param origin a span that has the resource and the scope; its own bytes do not matter
   * @param experimentName null when the location is known
   * @param location null when only a name is known, or neither
   */
  public static SharedRecord encode(
      EncodedSpan origin,
      Map<String, String> metadata,
      @Nullable String experimentName,
      @Nullable TraceLocation location) {
    ProtoWriter out = new ProtoWriter(512);
    out.bytesField(1, origin.resource());
    out.stringField(2, origin.resourceSchemaUrl());
    out.bytesField(3, origin.scope());
    out.stringField(4, origin.scopeSchemaUrl());
    metadata.forEach((key, value) -> SpooledInfo.entry(out, 5, key, value));
    if (experimentName != null) {
      out.stringField(6, experimentName);
    }
    if (location != null) {
      out.stringField(7, JsonWriter.write(location.toMap()));
    }
    return new SharedRecord(out.toByteArray());
  }

  static SpoolContext decode(SharedRecord record) {
    SpoolContext context = new SpoolContext();
    ProtoReader in = new ProtoReader(record.payload());
    while (in.next()) {
      switch (in.field()) {
        case 1 -> context.resource = in.bytes();
        case 2 -> context.resourceSchemaUrl = in.string();
        case 3 -> context.scope = in.bytes();
        case 4 -> context.scopeSchemaUrl = in.string();
        case 5 -> SpooledInfo.readEntry(in.message(), context.metadata);
        case 6 -> context.experimentName = in.string();
        case 7 -> context.location = TraceLocation.fromMap(JsonReader.readObject(in.string()));
        default -> in.skip();
      }
    }
    return context;
  }

  EncodedSpan span(byte[] message) {
    return new EncodedSpan(message, resource, resourceSchemaUrl, scope, scopeSchemaUrl);
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /** Where its traces go. Looks an experiment up by its name, and makes it; may block. */
  TraceLocation location(Destination destination, Map<String, TraceLocation> known) {
    TraceLocation given = location;
    if (given != null) {
      return given;
    }
    String name = experimentName;
    if (name == null) {
      return TraceLocation.defaultExperiment();
    }
    TraceLocation found = known.get(name);
    if (found == null) {
      found = TraceLocation.experiment(destination.getOrCreateExperiment(name).experimentId());
      known.put(name, found);
    }
    return found;
  }

  String experimentId(Destination destination, Map<String, TraceLocation> known) {
    String id = location(destination, known).locationId();
    return id == null ? Experiment.DEFAULT_ID : id;
  }
}
