package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.ServletRequestsContract;

class Boot3ServletRequestsTest extends ServletRequestsContract {}
