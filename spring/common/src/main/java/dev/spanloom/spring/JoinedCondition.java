package dev.spanloom.spring;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * True when our spans are to be spans of the application's OpenTelemetry: {@code
 * mlflow.use-default-tracer-provider} is false, in any spelling.
 */
final class JoinedCondition implements Condition {
  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return isJoined(context.getEnvironment());
  }

  static boolean isJoined(Environment environment) {
    return !Binder.get(environment)
        .bind("mlflow.use-default-tracer-provider", Boolean.class)
        .orElse(true);
  }
}
