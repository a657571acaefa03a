package dev.spanloom.spring.contract;

import dev.spanloom.Trace;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Transactions whose commit fails. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableTransactionManagement
@Import(TransactionBeans.Orders.class)
public class TransactionBeans {
  @Bean
  PlatformTransactionManager transactionManager() {
    return new NeverCommitting();
  }

  /** Traced and transactional. */
  public static class Orders {
    @Trace
    @Transactional
    public String placed() {
      return "placed";
    }
  }

  private static final class NeverCommitting extends AbstractPlatformTransactionManager {
    private static final long serialVersionUID = 1;

    @Override
    protected Object doGetTransaction() {
      return "transaction";
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {}

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
      throw new TransactionSystemException("no commit");
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {}
  }
}
