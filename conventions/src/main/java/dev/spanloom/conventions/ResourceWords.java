package dev.spanloom.conventions;

import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.internal.rules.TagRules;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the resource of spans says of their traces.
 *
 * @param serviceName null when it says none
 * @param traceTags its attributes as tags, to be set where the trace has none of that key: all but
 *     {@code telemetry.sdk.*}, {@code mlflow.*}, and those whose keys no tag may have; copied in
 */
public record ResourceWords(@Nullable String serviceName, Map<String, String> traceTags) {
  /** The attribute that names the service. */
  public static final String SERVICE_NAME = "service.name";

  private static final String SDK = "telemetry.sdk.";
  private static final String OWN = "mlflow.";

  public ResourceWords {
    traceTags = Collections.unmodifiableMap(new LinkedHashMap<>(traceTags));
  }

  public static ResourceWords of(OtelResource resource) {
    Map<String, String> tags = new LinkedHashMap<>();
    resource
        .attributes()
        .forEach(
            (key, value) -> {
              if (value != null && mayBeTag(key)) {
                tags.put(key, TagRules.cutValue(Values.anyText(value)));
              }
            });
    Object service = resource.attributes().get(SERVICE_NAME);
    return new ResourceWords(service == null ? null : Values.text(service), tags);
  }

  private static boolean mayBeTag(String key) {
    return !key.startsWith(SDK) && !key.startsWith(OWN) && Translation.mayBeSet(key);
  }
}
