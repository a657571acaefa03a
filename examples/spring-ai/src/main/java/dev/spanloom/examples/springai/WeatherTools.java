package dev.spanloom.examples.springai;

import org.springframework.ai.tool.annotation.Tool;

/** What the model may ask for. */
class WeatherTools {
  @Tool(description = "The weather in a city, now")
  String weather(String city) {
    return "rain in " + city + ", 7 degrees";
  }
}
