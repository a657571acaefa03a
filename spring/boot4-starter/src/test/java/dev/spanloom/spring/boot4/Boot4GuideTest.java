package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.SpringBootGuideContract;

class Boot4GuideTest extends SpringBootGuideContract {}
