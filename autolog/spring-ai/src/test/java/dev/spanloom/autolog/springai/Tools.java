package dev.spanloom.autolog.springai;

import java.util.function.Function;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

final class Tools {
  private Tools() {}

  record Place(String city) {}

  static ToolCallback named(String name) {
    return doing(name, place -> "rain in " + place.city());
  }

  static ToolCallback doing(String name, Function<Place, String> action) {
    return FunctionToolCallback.builder(name, action)
        .description("looks at the sky")
        .inputType(Place.class)
        .build();
  }
}
