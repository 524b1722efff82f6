<?xml version="1.0" encoding="UTF-8"?>
<!-- HTML for the rebuilt narrative: only the elements named here exist, of anything else only its text. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="UTF-8" indent="no"/>

  <xsl:template match="/narrative"><xsl:apply-templates/></xsl:template>
  <xsl:template match="*"><xsl:apply-templates/></xsl:template>

  <xsl:template name="common">
    <xsl:param name="class" select="''"/>
    <xsl:if test="@id"><xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if>
    <xsl:if test="@lang"><xsl:attribute name="lang"><xsl:value-of select="@lang"/></xsl:attribute></xsl:if>
    <xsl:if test="$class != '' or @class">
      <xsl:attribute name="class"><xsl:value-of select="normalize-space(concat($class, ' ', @class))"/></xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- running text -->
  <xsl:template match="paragraph[not(@block)]"><p><xsl:call-template name="common"/><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="paragraph[@block]">
    <div><xsl:call-template name="common"><xsl:with-param name="class">doc-block</xsl:with-param></xsl:call-template><xsl:apply-templates/></div>
  </xsl:template>
  <xsl:template match="quote"><blockquote><xsl:call-template name="common"/><xsl:apply-templates/></blockquote></xsl:template>
  <xsl:template match="preformatted"><pre class="doc-pre" tabindex="0"><xsl:if test="@id"><xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if><xsl:apply-templates/></pre></xsl:template>
  <xsl:template match="content[@block]"><div><xsl:call-template name="common"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="content[not(@block)]">
    <xsl:choose>
      <xsl:when test="@strong"><strong><xsl:call-template name="common"/><xsl:apply-templates/></strong></xsl:when>
      <xsl:when test="@emphasis"><em><xsl:call-template name="common"/><xsl:apply-templates/></em></xsl:when>
      <xsl:when test="@id or @lang or @class"><span><xsl:call-template name="common"/><xsl:apply-templates/></span></xsl:when>
      <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="label"><span class="doc-label"><xsl:apply-templates/></span><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="inserted"><ins><span class="doc-unseen"><xsl:value-of select="@word"/><xsl:text> </xsl:text></span><xsl:apply-templates/></ins></xsl:template>
  <xsl:template match="deleted"><del><span class="doc-unseen"><xsl:value-of select="@word"/><xsl:text> </xsl:text></span><xsl:apply-templates/></del></xsl:template>
  <xsl:template match="sub"><sub><xsl:apply-templates/></sub></xsl:template>
  <xsl:template match="sup"><sup><xsl:apply-templates/></sup></xsl:template>
  <xsl:template match="break"><br/></xsl:template>
  <xsl:template match="rule"><hr/></xsl:template>

  <!-- links and notes -->
  <xsl:template match="link[@internal]"><a href="{@href}"><xsl:apply-templates/></a></xsl:template>
  <xsl:template match="link[not(@internal)]">
    <a class="doc-outside" rel="noopener noreferrer" href="{@href}"><xsl:apply-templates/></a>
    <xsl:if test="@host"><xsl:text> </xsl:text><span class="doc-host">(<xsl:value-of select="@host"/>)</span></xsl:if>
  </xsl:template>
  <xsl:template match="noteref">
    <sup><a class="doc-noteref" href="#{@href}" aria-label="{@word}"><xsl:if test="@id"><xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if><xsl:value-of select="@number"/></a></sup>
  </xsl:template>
  <xsl:template match="notes"><ol class="doc-notes"><xsl:apply-templates select="note"/></ol></xsl:template>
  <xsl:template match="note">
    <li id="{@id}"><xsl:apply-templates/><xsl:text> </xsl:text><a class="doc-back" href="#{@back}" aria-label="{@word}">&#8617;&#65038;</a></li>
  </xsl:template>

  <!-- lists -->
  <xsl:template match="list">
    <xsl:if test="label"><p class="doc-list-label"><xsl:apply-templates select="label/node()"/></p></xsl:if>
    <xsl:choose>
      <xsl:when test="@ordered"><ol><xsl:if test="@type"><xsl:attribute name="type"><xsl:value-of select="@type"/></xsl:attribute></xsl:if><xsl:call-template name="common"/><xsl:apply-templates select="item"/></ol></xsl:when>
      <xsl:otherwise><ul><xsl:call-template name="common"/><xsl:apply-templates select="item"/></ul></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="item"><li><xsl:call-template name="common"/><xsl:apply-templates/></li></xsl:template>

  <!-- tables: `stack` ones become one card a row on a phone, hence the roles that survive `display` -->
  <xsl:template match="table">
    <div tabindex="0" role="group">
      <xsl:attribute name="class">doc-table<xsl:if test="@stack"> doc-table-stack</xsl:if></xsl:attribute>
      <xsl:choose>
        <xsl:when test="@labelledby"><xsl:attribute name="aria-labelledby"><xsl:value-of select="@labelledby"/></xsl:attribute></xsl:when>
        <xsl:otherwise><xsl:attribute name="aria-label"><xsl:value-of select="@word"/></xsl:attribute></xsl:otherwise>
      </xsl:choose>
      <table>
        <xsl:if test="@id"><xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if>
        <xsl:if test="@stack"><xsl:attribute name="role">table</xsl:attribute></xsl:if>
        <xsl:if test="caption"><caption><xsl:if test="caption/@id"><xsl:attribute name="id"><xsl:value-of select="caption/@id"/></xsl:attribute></xsl:if><xsl:apply-templates select="caption/node()"/></caption></xsl:if>
        <xsl:apply-templates select="thead | tbody | tfoot"/>
      </table>
    </div>
  </xsl:template>
  <xsl:template match="thead | tbody | tfoot">
    <xsl:element name="{name()}">
      <xsl:if test="../@stack"><xsl:attribute name="role">rowgroup</xsl:attribute></xsl:if>
      <xsl:apply-templates select="tr"/>
    </xsl:element>
  </xsl:template>
  <xsl:template match="tr">
    <tr>
      <xsl:if test="../../@stack"><xsl:attribute name="role">row</xsl:attribute></xsl:if>
      <xsl:call-template name="common"/><xsl:apply-templates select="th | td"/>
    </tr>
  </xsl:template>
  <xsl:template match="th | td">
    <xsl:element name="{name()}">
      <xsl:if test="../../../@stack">
        <xsl:attribute name="role">
          <xsl:choose>
            <xsl:when test="name() = 'td'">cell</xsl:when>
            <xsl:when test="@scope = 'row'">rowheader</xsl:when>
            <xsl:otherwise>columnheader</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </xsl:if>
      <xsl:if test="@scope"><xsl:attribute name="scope"><xsl:value-of select="@scope"/></xsl:attribute></xsl:if>
      <xsl:if test="@colspan"><xsl:attribute name="colspan"><xsl:value-of select="@colspan"/></xsl:attribute></xsl:if>
      <xsl:if test="@rowspan"><xsl:attribute name="rowspan"><xsl:value-of select="@rowspan"/></xsl:attribute></xsl:if>
      <xsl:if test="@data-label"><xsl:attribute name="data-label"><xsl:value-of select="@data-label"/></xsl:attribute></xsl:if>
      <xsl:call-template name="common"/><xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- pictures and attached files -->
  <xsl:template match="picture">
    <figure class="doc-figure">
      <img src="{@src}" alt="{@alt}" width="{@width}" height="{@height}"/>
      <xsl:if test="label"><figcaption><xsl:apply-templates select="label/node()"/></figcaption></xsl:if>
    </figure>
  </xsl:template>
  <xsl:template match="attached">
    <p class="doc-attached"><xsl:if test="label"><xsl:apply-templates select="label"/></xsl:if><a href="#{@href}"><xsl:value-of select="@word"/></a></p>
  </xsl:template>
  <xsl:template match="said">
    <p role="note" class="doc-said"><xsl:if test="label"><xsl:apply-templates select="label"/></xsl:if><xsl:value-of select="@word"/></p>
  </xsl:template>
</xsl:stylesheet>
