package dev.spanloom.spring;

import dev.spanloom.internal.woven.MethodCalls;
import java.lang.reflect.Method;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.core.Ordered;

/** Opens the spans of {@code @Trace} methods around calls of beans. Thread-safe. */
@SuppressWarnings("serial") // never serialized: the superclass only could be
final class TraceAdvisor extends StaticMethodMatcherPointcutAdvisor {
  private static final long serialVersionUID = 1;

  /** Outside of transactions: the time of the commit, and its failure, belong to the call. */
  static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1000;

  private final transient TracedBeans beans = new TracedBeans();

  TraceAdvisor() {
    setOrder(ORDER);
    setClassFilter(TracedBeans::mayBeTraced);
    setAdvice((MethodInterceptor) this::invoke);
  }

  @Override
  public boolean matches(Method method, Class<?> targetClass) {
    return beans.annotated(method, targetClass) != null;
  }

  private @Nullable Object invoke(MethodInvocation call) throws Throwable {
    Object target = call.getThis();
    Class<?> targetClass =
        target == null ? call.getMethod().getDeclaringClass() : AopUtils.getTargetClass(target);
    Method annotated = beans.annotated(call.getMethod(), targetClass);
    return annotated == null
        ? call.proceed()
        : MethodCalls.around(annotated, targetClass, call.getArguments(), call::proceed);
  }
}
