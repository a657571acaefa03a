package org.hibernate.proxy;

/** Stands for Hibernate's own, which is known by name only. */
public interface HibernateProxy {}
