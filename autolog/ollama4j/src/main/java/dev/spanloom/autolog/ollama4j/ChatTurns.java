package dev.spanloom.autolog.ollama4j;

import dev.spanloom.autolog.AutologOptions;
import io.github.ollama4j.models.chat.OllamaChatMessage;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import io.github.ollama4j.models.chat.OllamaChatResult;
import io.github.ollama4j.models.request.OllamaCommonRequest;
import io.github.ollama4j.tools.ToolFunction;
import io.github.ollama4j.tools.Tools;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.http.HttpRequest;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A chat as the library holds it: it asks the model, calls the tools that the model wants, and asks
 * again. The library fetches the body of its request for each question, which is where a span
 * begins. Used by the thread that chats.
 */
final class ChatTurns {
  private static final System.Logger LOG = System.getLogger(ChatTurns.class.getName());

  /** What a request consists of; another version of the library may have more. */
  private static final Set<String> FIELDS =
      Set.of(
          "format",
          "keepAlive",
          "messages",
          "model",
          "options",
          "stream",
          "template",
          "think",
          "tools",
          "useTools");

  private static final boolean KNOWN = isKnown();

  private final OllamaChatRequest given;
  private final AutologOptions options;
  private final boolean follows;
  private final OllamaChatRequest request;
  private @Nullable OllamaCall turn;

  ChatTurns(OllamaChatRequest given, AutologOptions options) {
    this.given = given;
    this.options = options;
    this.follows = KNOWN && given.getClass() == OllamaChatRequest.class;
    this.request = follows ? new Followed() : given;
    if (!follows) {
      begin();
    }
  }

  private static boolean isKnown() {
    Set<String> found = new TreeSet<>();
    for (Class<?> type : List.of(OllamaChatRequest.class, OllamaCommonRequest.class)) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          found.add(field.getName());
        }
      }
    }
    if (!found.equals(FIELDS)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Requests of this version of Ollama4j have the fields "
              + found
              + " (expected: "
              + new TreeSet<>(FIELDS)
              + "); a chat is one span, whatever tools it calls");
      return false;
    }
    return true;
  }

  /** What the library is given in place of the program's request. */
  OllamaChatRequest request() {
    return request;
  }

  private void begin() {
    endTurn();
    turn = OllamaCall.chat(request, options);
  }

  /** The turn before ended with a wish for tools; its answer is among the messages. */
  private void endTurn() {
    OllamaCall ended = turn;
    turn = null;
    if (ended == null) {
      return;
    }
    List<OllamaChatMessage> messages = request.getMessages();
    if (!ended.hasPieces() && messages != null) {
      for (int i = messages.size() - 1; i >= 0; i--) {
        if (isAnswer(messages.get(i))) {
          ended.completed(Map.of("message", messages.get(i)));
          return;
        }
      }
    }
    ended.completed();
  }

  private static boolean isAnswer(OllamaChatMessage message) {
    // roles that are read from JSON are objects of their own
    return message.getRole() != null
        && OllamaChatMessageRole.ASSISTANT.getRoleName().equals(message.getRole().getRoleName());
  }

  /** A piece of the answer to the question that is open. */
  void piece(Object model) {
    if (turn != null) {
      turn.piece(model);
    }
  }

  void completed(OllamaChatResult result) {
    if (turn != null && !turn.hasPieces() && result.getResponseModel() != null) {
      turn.completed(result.getResponseModel());
    } else {
      endTurn();
    }
    turn = null;
  }

  void failed(Throwable error) {
    if (turn != null) {
      turn.failed(error);
    }
  }

  /** The library changes the request that it is given: so is the program's. */
  void over() {
    if (follows) {
      given.setStream(request.isStream());
    }
  }

  /** The program's request, which says when its body is fetched. */
  private final class Followed extends OllamaChatRequest {
    Followed() {
      setModel(given.getModel());
      setFormat(given.getFormat());
      setOptions(given.getOptions());
      setTemplate(given.getTemplate());
      setStream(given.isStream());
      setKeepAlive(given.getKeepAlive());
      setMessages(given.getMessages());
      setThink(given.getThink());
      setUseTools(given.isUseTools());
      setTools(given.getTools() == null ? null : new FollowedTools(given.getTools()));
    }

    @Override
    public HttpRequest.BodyPublisher getBodyPublisher() {
      begin();
      return super.getBodyPublisher();
    }
  }

  /** The program's tools, each with a span; what the library adds goes into the program's list. */
  private final class FollowedTools extends AbstractList<Tools.Tool> {
    private final List<Tools.Tool> tools;

    FollowedTools(List<Tools.Tool> tools) {
      this.tools = tools;
    }

    @Override
    public Tools.Tool get(int index) {
      Tools.Tool tool = tools.get(index);
      return new Tools.Tool(
          tool.getToolSpec(),
          tool.getType(),
          followed(tool),
          tool.isMCPTool(),
          tool.getMcpServerName(),
          tool.getMcpServerParameters());
    }

    @Override
    public void add(int index, Tools.Tool tool) {
      tools.add(index, tool);
    }

    @Override
    public int size() {
      return tools.size();
    }
  }

  private @Nullable ToolFunction followed(Tools.Tool tool) {
    ToolFunction function = tool.getToolFunction();
    return function == null
        ? null
        : arguments -> {
          endTurn();
          OllamaCall call = OllamaCall.tool(tool.getToolSpec().getName(), arguments, options);
          Object result;
          try (var scope = call.span().makeCurrent()) {
            result = function.apply(arguments);
          } catch (Throwable e) {
            call.failed(e);
            throw e;
          }
          call.completedTool(result);
          return result;
        };
  }
}
