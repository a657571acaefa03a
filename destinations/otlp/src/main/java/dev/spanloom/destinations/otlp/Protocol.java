package dev.spanloom.destinations.otlp;

import java.util.Optional;

/** The forms in which OTLP travels. */
enum Protocol {
  GRPC("grpc"),
  HTTP_PROTOBUF("http/protobuf"),
  HTTP_JSON("http/json");

  private final String text;

  Protocol(String text) {
    this.text = text;
  }

  /** As the variables have it. */
  String text() {
    return text;
  }

  /**
   * The protocol that the variables name; empty when they name none.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  static Optional<Protocol> of(OtlpVariables variables) {
    return variables
        .find("PROTOCOL")
        .map(
            variable -> {
              for (Protocol protocol : values()) {
                if (protocol.text.equals(variable.value())) {
                  return protocol;
                }
              }
              throw variable.wrong("one of grpc, http/protobuf and http/json");
            });
  }
}
