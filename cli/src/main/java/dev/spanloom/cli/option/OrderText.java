package dev.spanloom.cli.option;

import dev.spanloom.query.OrderByParser;
import dev.spanloom.query.OrderKey;
import java.util.List;

/** One key of an order that a user wrote. */
public record OrderText(OrderKey key) {
  /** Reads one, such as {@code execution_time_ms DESC}. */
  public static final class Reader extends QueryReader<OrderText> {
    @Override
    OrderText parse(String text) {
      return new OrderText(OrderByParser.parse(List.of(text)).get(0));
    }
  }
}
