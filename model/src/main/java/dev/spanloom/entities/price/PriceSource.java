package dev.spanloom.entities.price;

import java.time.LocalDate;
import java.util.Objects;

/**
 * Where a price was found.
 *
 * @param title of the page
 * @param publisher who publishes it, and where
 * @param date the source is at least as new as this
 * @param lookedUp the day on which it was read
 */
public record PriceSource(String title, String publisher, LocalDate date, LocalDate lookedUp) {
  public PriceSource {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(publisher, "publisher");
    Objects.requireNonNull(date, "date");
    Objects.requireNonNull(lookedUp, "lookedUp");
  }
}
