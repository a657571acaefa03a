package dev.spanloom.examples.langchain4j;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * An agent: the model decides which tools it needs. Nothing here is about tracing; the module on
 * the class path makes each question a trace, with a span for each turn of the model and each tool.
 */
public final class ToolAgent {
  private final Planner planner;

  /** What LangChain4j implements. */
  public interface Planner {
    @SystemMessage("You plan journeys. Use the tools for everything about dates.")
    String plan(String wish);
  }

  /** What the model may use. */
  public static final class Calendar {
    private final LocalDate today;

    Calendar(LocalDate today) {
      this.today = today;
    }

    @Tool("today's date")
    public String today() {
      return today.toString();
    }

    @Tool("how many days there are from one date to another")
    public long daysBetween(
        @P("such as 2026-11-24") String from, @P("such as 2026-12-24") String to) {
      return ChronoUnit.DAYS.between(LocalDate.parse(from), LocalDate.parse(to));
    }
  }

  /** An agent of a day. */
  public ToolAgent(Endpoint endpoint, LocalDate today) {
    planner =
        AiServices.builder(Planner.class)
            .chatModel(endpoint.chatModel())
            .tools(new Calendar(today))
            .build();
  }

  /** Plans. */
  public String plan(String wish) {
    return planner.plan(wish);
  }

  public static void main(String[] args) {
    ToolAgent agent =
        new ToolAgent(Endpoint.ofEnvironment(), LocalDate.now(ZoneId.systemDefault()));
    String wish = "I leave on Christmas Eve. How many days are left to pack?";
    System.out.println(agent.plan(args.length > 0 ? args[0] : wish));
  }
}
