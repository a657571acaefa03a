package dev.spanloom.server.ui.changes;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceRevision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is read of the store to tell all listeners once: each trace one time, whoever wants it. Not
 * thread-safe.
 */
final class Delivery {
  private final TraceReader reader;
  private final Rows rows;
  private final Map<String, Optional<TraceInfo>> infos = new HashMap<>();
  private final Map<String, Optional<TraceRevision>> revisions = new HashMap<>();
  private final Map<String, String> json = new HashMap<>();

  Delivery(TraceReader reader, Rows rows) {
    this.reader = reader;
    this.rows = rows;
  }

  /** Reads what is not known yet. */
  void read(Collection<String> traceIds) {
    List<String> unknown = traceIds.stream().filter(id -> !infos.containsKey(id)).toList();
    if (unknown.isEmpty()) {
      return;
    }
    unknown.forEach(id -> infos.put(id, Optional.empty()));
    reader.infos(unknown).forEach(this::know);
  }

  void know(TraceInfo info) {
    infos.put(info.traceId(), Optional.of(info));
  }

  Optional<TraceInfo> info(String traceId) {
    read(List.of(traceId));
    return infos.getOrDefault(traceId, Optional.empty());
  }

  private String json(TraceInfo info) {
    return json.computeIfAbsent(info.traceId(), id -> JsonWriter.write(rows.row(info)));
  }

  private Optional<TraceRevision> revision(String traceId) {
    return revisions.computeIfAbsent(traceId, reader::revision);
  }

  /** What a listener is told now, as events; empty when there is nothing. */
  String text(Listener listener) {
    StringBuilder text = new StringBuilder();
    traces(listener, text);
    listener.rows().forEach((experimentId, news) -> rows(experimentId, news, text));
    if (!listener.deleted().isEmpty()) {
      text.append(EventText.deleted(listener.deleted().ids(), listener.deleted().more()));
      listener.deleted().clear();
    }
    return text.toString();
  }

  private void rows(String experimentId, News news, StringBuilder text) {
    if (news.isEmpty()) {
      return;
    }
    List<String> ids = news.ids();
    read(ids);
    List<String> told = new ArrayList<>();
    for (String id : ids) {
      info(id)
          .filter(info -> experimentId.equals(info.experimentId()))
          .ifPresent(info -> told.add(json(info)));
    }
    if (!told.isEmpty() || news.more()) {
      text.append(EventText.rows(experimentId, told, news.more()));
    }
    news.clear();
  }

  private void traces(Listener listener, StringBuilder text) {
    for (String id : listener.traces().ids()) {
      TraceRevision revision = revision(id).orElse(null);
      TraceInfo info = revision == null ? null : info(id).orElse(null);
      if (revision == null || info == null) {
        if (listener.forget(id)) {
          listener.deleted().add(id);
        }
      } else if (listener.tell(id, revision.revision())) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("trace_id", id);
        data.put("revision", revision.revision());
        data.put("spans_revision", revision.spansRevision());
        data.put("state", info.state().name());
        data.put("spans", revision.storedSpans());
        text.append(EventText.of("trace", data));
      }
    }
    listener.traces().clear();
  }
}
