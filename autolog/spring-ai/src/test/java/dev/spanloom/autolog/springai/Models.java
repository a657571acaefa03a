package dev.spanloom.autolog.springai;

import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.retry.support.RetryTemplate;

/**
 * Spring AI's own models of OpenAI, in the version that is on the class path: their builders
 * differ, and those of the newer one, which tests are not compiled against, are called by name.
 */
final class Models {
  static final boolean NEWEST = System.getProperty("spanloom.test.library-version").startsWith("2");

  private Models() {}

  static ChatModel chat(String url, String key, ObservationRegistry registry) {
    return NEWEST
        ? (ChatModel) newChat(url, key, registry).build()
        : Older.chat(url, key, registry);
  }

  /** The builder of the newer model. */
  static Built newChat(String url, String key, ObservationRegistry registry) {
    Object options =
        Built.by("org.springframework.ai.openai.OpenAiChatOptions")
            .set("baseUrl", url + "/v1")
            .set("apiKey", key)
            .set("maxRetries", 0)
            .set("model", "gpt-4o-mini")
            .set("temperature", 0.5)
            .set("streamUsage", true)
            .build();
    return Built.by("org.springframework.ai.openai.OpenAiChatModel")
        .set("options", options)
        .set("toolCallingManager", tools(registry))
        .set("observationRegistry", registry);
  }

  static EmbeddingModel embedding(String url, String key, ObservationRegistry registry) {
    if (!NEWEST) {
      return Older.embedding(url, key, registry);
    }
    Object options =
        Built.by("org.springframework.ai.openai.OpenAiEmbeddingOptions")
            .set("baseUrl", url + "/v1")
            .set("apiKey", key)
            .set("model", "text-embedding-3-small")
            .build();
    return (EmbeddingModel)
        Built.by("org.springframework.ai.openai.OpenAiEmbeddingModel")
            .set("options", options)
            .set("observationRegistry", registry)
            .build();
  }

  /** A client whose tools are observed, as Boot builds it. */
  static ChatClient.Builder client(ChatModel model, ObservationRegistry registry) {
    if (!NEWEST) {
      return ChatClient.builder(model, registry, null, null);
    }
    Object advisor =
        Built.by("org.springframework.ai.chat.client.advisor.ToolCallingAdvisor")
            .set("toolCallingManager", tools(registry))
            .builder();
    return (ChatClient.Builder)
        Built.call(ChatClient.class, null, "builder", model, registry, null, null, advisor);
  }

  private static ToolCallingManager tools(ObservationRegistry registry) {
    return ToolCallingManager.builder().observationRegistry(registry).build();
  }

  /** Not loaded with the newer version. */
  private static final class Older {
    static ChatModel chat(String url, String key, ObservationRegistry registry) {
      return OpenAiChatModel.builder()
          .openAiApi(OpenAiApi.builder().baseUrl(url).apiKey(key).build())
          .defaultOptions(
              OpenAiChatOptions.builder()
                  .model("gpt-4o-mini")
                  .temperature(0.5)
                  .streamUsage(true)
                  .build())
          .toolCallingManager(tools(registry))
          .retryTemplate(once())
          .observationRegistry(registry)
          .build();
    }

    static EmbeddingModel embedding(String url, String key, ObservationRegistry registry) {
      return new OpenAiEmbeddingModel(
          OpenAiApi.builder().baseUrl(url).apiKey(key).build(),
          MetadataMode.EMBED,
          OpenAiEmbeddingOptions.builder().model("text-embedding-3-small").build(),
          once(),
          registry);
    }

    private static RetryTemplate once() {
      return RetryTemplate.builder().maxAttempts(1).build();
    }
  }

  /** A builder that is called by name. */
  record Built(Object builder) {
    static Built by(String type) {
      try {
        return new Built(call(Class.forName(type), null, "builder"));
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }

    Built set(String name, Object value) {
      return new Built(call(builder.getClass(), builder, name, value));
    }

    Object build() {
      return call(builder.getClass(), builder, "build");
    }

    static Object call(Class<?> type, Object target, String name, Object... arguments) {
      for (Method method : type.getMethods()) {
        if (method.getName().equals(name) && takes(method, arguments)) {
          try {
            return method.invoke(target, arguments);
          } catch (ReflectiveOperationException e) {
            throw new AssertionError(method.toString(), e);
          }
        }
      }
      throw new AssertionError(type + " has no " + name + Arrays.toString(arguments));
    }

    private static boolean takes(Method method, Object[] arguments) {
      Class<?>[] types = method.getParameterTypes();
      if (types.length != arguments.length) {
        return false;
      }
      for (int i = 0; i < types.length; i++) {
        Class<?> boxed = types[i].isPrimitive() ? arguments[i].getClass() : types[i];
        if (arguments[i] != null && !boxed.isInstance(arguments[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
